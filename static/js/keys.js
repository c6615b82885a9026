// Single keys: `?` lists them. None acts while somebody types, with a modifier, or in a dialog; who has switched them
// off under "My account" gets no list, and so no keys.

const list = document.getElementById("keys")
const seen = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility())
const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]"
let going = false

function rows(step) {
  const links = seen("main tbody .c-name a, main .sp-do .what > a")
  const here = links.findIndex((link) => link.closest("tr, li").contains(document.activeElement))
  const from = here < 0 && step < 0 ? links.length : here
  links[Math.min(Math.max(from + step, 0), links.length - 1)]?.focus()
}

function show() {
  for (const entry of list.querySelectorAll("[data-needs]")) entry.hidden = !seen(entry.dataset.needs).length
  list.showModal()
}

const KEYS = {
  "?": show,
  "？": show,
  "/": () => seen(".sp-find input")[0]?.focus(),
  j: () => rows(1),
  k: () => rows(-1),
  u: () => seen("#toasts [name=undo] ~ button")[0]?.focus(),
  x: () => document.activeElement.closest("tr")?.querySelector("input[name=ids]")?.click(),
}

document.addEventListener("keydown", (event) => {
  const { key, target } = event
  if (!list || document.querySelector("dialog:modal") || event.defaultPrevented || event.isComposing) return
  if (event.ctrlKey || event.metaKey || event.altKey || target.closest(TYPING)) return
  const place = going && list.querySelector(`[data-go="${CSS.escape(key)}"]`)
  going = key === "g" && !going
  if (!place && !KEYS[key]) return
  event.preventDefault()
  if (place) place.click()
  else KEYS[key]()
})
document.addEventListener("click", (event) => { if (event.target.closest("[data-keys]")) show() })
