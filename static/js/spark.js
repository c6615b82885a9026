// What every page does in the browser. No framework; works on htmx's events.

import "./keys.js"
import { askAgain } from "./asking.js"
import { countVerbs } from "./bars.js"
import { comeBack, restore } from "./keeping.js"

const one = (selector, from = document) => from.querySelector(selector)
const all = (selector, from = document) => [...from.querySelectorAll(selector)]

// --- light and dark: a cookie, so that the server writes the next page without a flash
const root = document.documentElement
function remember(theme) {
  const age = theme ? 31536000 : 0
  const secure = location.protocol === "https:" ? "; Secure" : ""
  document.cookie = `theme=${theme}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`
  root.dataset.bsTheme = theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")
  document.dispatchEvent(new CustomEvent("theme", { detail: root.dataset.bsTheme }))
}

// --- the side bar as a drawer on a phone; without this script it opens as a #target
const side = one("#side")
const opener = one("[data-menu]")
function drawer(open) {
  if (!side || !opener) return
  if (location.hash === "#side") history.replaceState(null, "", location.pathname + location.search)
  side.classList.toggle("open", open)
  opener.setAttribute("aria-expanded", open)
  one(".sp-page").inert = open
  if (open) one(".sp-shut", side).focus()
  else opener.focus()
}
if (opener) {
  opener.setAttribute("role", "button")
  opener.setAttribute("aria-expanded", "false")
  opener.setAttribute("aria-controls", "side")
  one(".sp-shut", side).setAttribute("role", "button")
  matchMedia("(min-width: 901px)").addEventListener("change", () => {
    side.classList.remove("open")
    opener.setAttribute("aria-expanded", "false")
    one(".sp-page").inert = false
  })
}

// --- copy what stands beside the button; a page without https has no clipboard, so its text is marked
async function copy(button) {
  const text = document.getElementById(button.dataset.copy)
  getSelection().selectAllChildren(text)
  await navigator.clipboard?.writeText(text.textContent)
  if (navigator.clipboard) one("span", button).textContent = button.dataset.copied
}

document.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest(selector)
  if (at("[data-theme-toggle]")) remember(root.dataset.bsTheme === "dark" ? "light" : "dark")
  else if (at("[data-theme-system]")) remember("")
  else if (at("[data-menu]")) { event.preventDefault(); drawer(true) }
  else if (at(".sp-shut") || event.target === side) { event.preventDefault(); drawer(false) }
  else if (at("[data-close]")) at("[data-closes]").remove()
  else if (at("[data-copy]")) copy(at("[data-copy]"))
  else if (at("[data-clear]")) {
    const field = document.getElementById(at("[data-clear]").dataset.clear)
    field.value = ""
    field.dispatchEvent(new Event("change", { bubbles: true }))
    field.focus()
  }
  all("details[data-menu-list][open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false })
})
document.addEventListener("keydown", (event) => {
  if (event.key === " " && event.target.matches("a[role=button]")) { event.preventDefault(); event.target.click() }
  if (event.key !== "Escape") return
  const menu = one("details[data-menu-list][open]")
  if (menu) { menu.open = false; one("summary", menu).focus() }
  else if (side?.classList.contains("open")) drawer(false)
})

// --- toasts: 10 s each, one at a time, held while the pointer or the focus is on them
const toasts = one("#toasts")
function keep(toast) {
  let timer
  const start = () => { timer = setTimeout(() => { toast.remove(); next() }, 10000) }
  const stop = () => clearTimeout(timer)
  for (const name of ["mouseenter", "focusin"]) toast.addEventListener(name, stop)
  for (const name of ["mouseleave", "focusout"]) toast.addEventListener(name, () => { stop(); start() })
  start()
}
function next() {
  const toast = toasts && one(".sp-toast:not([data-kept])", toasts)
  if (!toast || one("[data-kept]", toasts)) return
  toast.dataset.kept = ""
  keep(toast)
}
function say(text) {
  const toast = one("#toast")?.content.firstElementChild.cloneNode(true)
  if (!toast || !text) return
  one("span", toast).textContent = text
  toasts.append(toast)
  next()
}
if (toasts) {
  // A live region is read out only when something comes into it.
  const waiting = [...toasts.children]
  toasts.replaceChildren()
  requestAnimationFrame(() => { toasts.append(...waiting); next() })
  new MutationObserver(next).observe(toasts, { childList: true })
}
// A view may say so in a header: HX-Trigger: {"toast": "..."}
document.addEventListener("toast", (event) => say(event.detail?.value ?? event.detail))

// --- no answer, or one that isn't for this place: said in a note that stays
function trouble(kind) {
  one(".sp-trouble")?.remove()
  const note = one("#trouble")?.content.firstElementChild.cloneNode(true)
  if (!note) return
  all("[data-when]", note).forEach((words) => { words.hidden = words.dataset.when !== kind })
  document.body.append(note)
}

// --- forms: sent once; the first bad field gets the focus
const freed = (form) => {
  delete form.dataset.sent
  all("[type=submit]", form).forEach((button) => button.removeAttribute("aria-disabled"))
}
document.addEventListener("submit", (event) => {
  const form = event.target
  if (form.method !== "post" || "download" in form.dataset) return
  if ("sent" in form.dataset) { event.preventDefault(); event.stopImmediatePropagation(); return }
  form.dataset.sent = ""
  all("[type=submit]", form).forEach((button) => button.setAttribute("aria-disabled", "true"))
}, true)
addEventListener("pageshow", () => all("form[data-sent]").forEach(freed))
const toFirstBad = (from) => one("[aria-invalid=true]", from)?.focus()

// --- after an act the same page comes back: the section stays where it was on the screen, and gets the focus
const PLACE = "place"
function keepPlace(form) {
  const section = form.closest("main section[id]:has(h2)")
  if (!section) return
  const place = { path: location.pathname, id: section.id, top: section.getBoundingClientRect().top }
  sessionStorage.setItem(PLACE, JSON.stringify(place))
}
function backToPlace() {
  const place = JSON.parse(sessionStorage.getItem(PLACE))
  sessionStorage.removeItem(PLACE)
  const section = place?.path === location.pathname && one(`#${place.id}:has(h2)`)
  if (!section) return
  const back = () => {
    scrollBy({ top: section.getBoundingClientRect().top - place.top, behavior: "instant" })
    const heading = one("h2", section)
    heading.tabIndex = -1
    heading.focus({ preventScroll: true })
  }
  back()
  if (one("[hx-trigger^=intersect]", section)) section.addEventListener("htmx:afterSettle", back, { once: true })
}
document.addEventListener("submit", ({ target }) => {
  if (target.method === "post" && !target.hasAttribute("hx-post") && !("download" in target.dataset)) keepPlace(target)
})
document.addEventListener("htmx:beforeOnLoad", ({ detail }) => {
  if (detail.xhr.getResponseHeader("HX-Redirect")) keepPlace(detail.elt)
})

// --- ticking rows of a list
const ticks = () => all("input[name=ids]")
function counted() {
  const box = one("[data-picked]")
  if (box) box.textContent = ticks().filter((tick) => tick.checked).length
  countVerbs(ticks())
  const some = ticks().some((tick) => tick.checked)
  all("[data-needs-tick]").forEach((button) => { button.disabled = !some })
  const every = one("[data-pick-all]")
  if (!every) return
  every.checked = ticks().length > 0 && ticks().every((tick) => tick.checked)
  every.indeterminate = !every.checked && some
}
function pick(checked) {
  ticks().forEach((tick) => { tick.checked = checked })
  counted()
}
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-pick-all]")) pick(event.target.checked)
  else if (event.target.matches("input[name=ids], input[name=everyone]")) counted()
})
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-unpick]")) return
  pick(false)
  const everyone = one("input[name=everyone]", one("[data-many]"))
  if (everyone) everyone.checked = false
  one("[data-pick-all]")?.focus()
})
addEventListener("pageshow", counted)

// --- one more row of a form
document.addEventListener("click", (event) => {
  const form = event.target.closest("[data-add-row]")?.form
  if (!form) return
  const blank = one("template", form)
  const total = one("[name$=-TOTAL_FORMS]", form)
  blank.insertAdjacentHTML("beforebegin", blank.innerHTML.replaceAll("__prefix__", total.value))
  total.value = Number(total.value) + 1
  one("select, input", blank.previousElementSibling).focus()
})

// --- choosing a file: our words instead of the browser's, its size, and dropping it in
const size = (bytes) => new Intl.NumberFormat(root.lang, bytes < 1e6
  ? { style: "unit", unit: "kilobyte", maximumFractionDigits: 0 }
  : { style: "unit", unit: "megabyte", maximumFractionDigits: 1 }).format(bytes / (bytes < 1e6 ? 1e3 : 1e6))
function files(from) {
  all("[data-file]:not(.on)", from).forEach((box) => {
    const input = one("input[type=file]", box)
    const name = one(".name", box)
    const show = () => {
      const file = input.files[0]
      if (file) name.textContent = `${file.name} (${size(file.size)})`
    }
    box.classList.add("on")
    input.addEventListener("change", show)
    box.addEventListener("dragover", (event) => { event.preventDefault(); box.classList.add("over") })
    box.addEventListener("dragleave", () => box.classList.remove("over"))
    box.addEventListener("drop", (event) => {
      event.preventDefault()
      box.classList.remove("over")
      if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; show() }
    })
    show()
  })
}

// --- htmx
document.addEventListener("htmx:configRequest", (event) => {
  const { elt, parameters } = event.detail
  if (!elt.closest("[data-filters]")) return
  for (const key of Object.keys(parameters)) if (parameters[key] === "") delete parameters[key]
})
document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = event
  const { status, responseText } = detail.xhr
  if (status < 400) return
  detail.shouldSwap = false
  if (status >= 500) return trouble(status === 503 ? "busy" : "fault")
  if (/^\s*<!doctype/i.test(responseText) || !responseText) return trouble(status === 404 ? "gone" : "denied")
  // A bare refusal goes right above what caused it; a fragment sent back with errors replaces itself.
  const slot = /^\s*<div[^>]*data-refusal/.test(responseText)
    && detail.elt.closest("[data-refusable]")?.querySelector("[data-refusal-slot]")
  if (slot) { detail.target = slot; detail.swapOverride = "innerHTML" }
  detail.shouldSwap = true
  detail.isError = false
})
document.addEventListener("htmx:sendError", () => trouble("offline"))
document.addEventListener("htmx:timeout", () => trouble("offline"))
document.addEventListener("htmx:beforeRequest", (event) => {
  // What nobody looks at isn't asked for; it is once somebody does.
  if (document.hidden && event.detail.elt.matches("[data-poll]")) event.preventDefault()
  else one(".sp-trouble")?.remove()
})
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest("form")
  if (form) freed(form)
})
document.addEventListener("htmx:afterSettle", (event) => {
  const { target, requestConfig } = event.detail
  files(target)
  counted()
  askAgain(target)
  restore()
  if (requestConfig?.elt.matches("[data-filters]") && document.activeElement === document.body) one("#chips summary")?.focus()
  // What else the page says of it is asked for anew by whoever listens.
  if (requestConfig?.verb === "post") document.body.dispatchEvent(new CustomEvent("acted"))
  // The pressed button is gone with what was swapped: the keyboard goes on from the same place.
  if (!requestConfig?.elt.matches("form") || document.activeElement !== document.body) return
  const heading = one("h2", target)
  if (one("[aria-invalid=true]", target)) toFirstBad(target)
  else if (heading) { heading.tabIndex = -1; heading.focus() }
})

files(document)
askAgain(document)
backToPlace()
comeBack()
if (one("main [aria-invalid=true]")) toFirstBad(one("main"))
