// What is checked of a page from inside it; tests/look/checks.py asks.
window.spark = {
  // Whatever people read: texts that can be seen, and what stands for them in attributes.
  texts() {
    const found = new Set()
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const skip = "script, style, noscript, template, code, [lang]:not(html), [translate=no]"
    while (walker.nextNode()) {
      const holder = walker.currentNode.parentElement
      if (holder.closest(skip)) continue
      const text = walker.currentNode.data.trim()
      if (text) found.add(text)
    }
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
      if (element.closest(skip)) continue
      for (const name of ["aria-label", "title", "placeholder", "alt"]) {
        const text = element.getAttribute(name)?.trim()
        if (text) found.add(text)
      }
    }
    found.add(document.title)
    return [...found]
  },

  wide() { return document.documentElement.scrollWidth - innerWidth },

  enlarge() {
    const sizes = [...document.body.querySelectorAll("*")].map((element) => {
      const { fontSize, lineHeight } = getComputedStyle(element)
      return [element, parseFloat(fontSize), parseFloat(lineHeight)]
    })
    for (const [{ style }, size, line] of sizes) {
      style.setProperty("font-size", `${2 * size}px`, "important")
      if (line) style.setProperty("line-height", `${2 * line}px`, "important")
    }
  },

  // Boxes of text that it doesn't fit into, but those that scroll.
  cut() {
    const text = (element) => [...element.childNodes].some(({ nodeType, data }) => nodeType === 3 && data.trim())
    const tight = (element) => {
      const { display, overflowX, overflowY } = getComputedStyle(element)
      const scrolls = [overflowX, overflowY].some((one) => one === "auto" || one === "scroll")
      const over = element.scrollHeight > element.clientHeight + 4 || element.scrollWidth > element.clientWidth + 4
      return display !== "inline" && !scrolls && over
    }
    const all = [...document.querySelectorAll("main *")].filter((one) => text(one) && this.shown(one))
    return all.filter((one) => tight(one) && !one.closest(".visually-hidden, template, option")).map((one) => this.name(one))
  },

  buttons() {
    return [...document.querySelectorAll(".btn.go")].filter(this.shown).map((button) => button.textContent.trim())
  },

  async axe(rules) {
    const { violations } = await axe.run(document, { resultTypes: ["violations"], ...rules })
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 140)}`))
  },

  // --- the keyboard: note what the focus comes to, and whether one can see it there
  shown(element) {
    return element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !element.closest("[inert]")
  },

  name(element) {
    const said = element.getAttribute("aria-label") || element.textContent.trim() || element.name || ""
    return `${element.localName}.${element.className} ${said.replace(/\s+/g, " ").slice(0, 50)}`
  },

  controls() {
    const every = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0'], [role=button]"
    const meant = (one) => !one.disabled && (one.tabIndex >= 0 || one.role === "button")
    return [...document.querySelectorAll(every)].filter((one) => meant(one) && this.shown(one))
  },

  watch() {
    this.reached = new Set()
    this.unseen = new Set()
    this.round = false
    document.addEventListener("focusin", ({ target }) => {
      if (this.reached.has(target) && target === this.first) this.round = true
      this.first ??= target
      this.reached.add(target)
      if (!this.ringed(target)) this.unseen.add(target)
    })
    return this.controls().length
  },

  // The ring may be drawn by the box around a field.
  ringed(element) {
    return [element, element.parentElement, element.closest("[data-file], .sp-find, label")].some((one) => {
      const style = one && getComputedStyle(one)
      return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
    })
  },

  missed() {
    const radios = new Set([...this.reached].filter((one) => one.type === "radio").map((one) => one.name))
    const passed = (one) => this.reached.has(one) || (one.type === "radio" && radios.has(one.name))
    return [
      ...this.controls().filter((one) => !passed(one)).map((one) => `not reached: ${this.name(one)}`),
      ...[...this.unseen].map((one) => `no ring: ${this.name(one)}`),
    ]
  },
}
