// What can't be undone asks first: its form stands in a dialog; without this script, in a disclosure.

const FIELD = "[aria-invalid=true], input:not([type=hidden]), select, textarea"

function ask(box) {
  const dialog = box.querySelector("dialog")
  box.classList.add("asked")
  box.open = true
  dialog.removeAttribute("open")
  dialog.showModal()
  // What asks for nothing must not be answered by the key that opened it.
  const first = dialog.querySelector("[aria-invalid=true]") ?? dialog.querySelector(FIELD)
  const target = first ?? dialog.querySelector("[data-ask-close]")
  target.focus()
}

// A part comes back with what is wrong in the form: it is asked again. What was refused is said on the page.
export function askAgain(from) {
  for (const box of from.querySelectorAll("[data-ask][open]:not(.asked)")) {
    if (box.querySelector("[aria-invalid=true]")) ask(box)
    else box.open = false
  }
}

document.addEventListener("click", (event) => {
  const box = event.target.closest("[data-ask] > summary")?.parentElement
  if (box) { event.preventDefault(); ask(box) }
  event.target.closest("[data-ask-close]")?.closest("dialog").close()
})
document.addEventListener("close", ({ target }) => {
  const box = target.closest("[data-ask]")
  if (!box || target.open) return // it may be asked again before this is told
  box.open = false
  box.classList.remove("asked")
  box.querySelector("summary").focus()
}, true)
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const dialog = detail.elt.closest("[data-ask] dialog")
  // Whatever came of it is said on the page beneath; when it leads elsewhere, that page comes.
  if (dialog?.open && !detail.xhr.getResponseHeader("HX-Redirect")) dialog.close()
})
