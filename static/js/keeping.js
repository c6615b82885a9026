// What is half filled in when the log-in expires comes back after it: kept in this tab alone, of one page,
// for the same person, until the next page is there. Never what is secret: numbers of people, passwords, codes, files.

const KEY = "half-filled"
const KINDS = new Set(["text", "textarea", "search", "number", "date", "time", "datetime-local", "month", "week",
  "email", "tel", "select-one", "select-multiple", "checkbox", "radio"])
const SECRET = /passw|secret|token|otp|csrf|code$|id_?number|card|bank|account/i
const CLOSED = /^(off|one-time-code|current-password|new-password|cc-)/
const NUMBER = /\d(?:[\s-]?\d){13,}[\dXx]?/ // an ID number or a card, wherever it was written
const ASKED = "[data-login]"

const all = (selector, from = document) => [...from.querySelectorAll(selector)]
const user = () => document.body.dataset.user ?? ""
const ours = (form) => form.method === "post" && !form.matches(ASKED)
const read = () => JSON.parse(sessionStorage.getItem(KEY) ?? "null")
const value = (field) => field.multiple && field.options ? [...field.selectedOptions].map((option) => option.value) : field.value

function mayKeep(field) {
  if (field.type === "hidden") return "kept" in field.dataset
  if (!KINDS.has(field.type) || !field.name || field.disabled || field.closest("[data-never-kept]")) return false
  return !SECRET.test(field.name.split("-").pop()) && !CLOSED.test(field.autocomplete) && !NUMBER.test(field.value)
}
function touched(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked
  if (!field.options) return field.value !== field.defaultValue
  return [...field.options].some((option) => option.selected !== option.defaultSelected)
    && !(field.selectedIndex === 0 && ![...field.options].some((option) => option.defaultSelected))
}
// A form that came back with what is wrong has as its own what was typed before.
const whole = (form) => form.matches("[data-again]") || form.querySelector("[aria-invalid=true]")

function kept(form, at) {
  const fields = [...form.elements].filter(mayKeep)
  const changed = fields.filter((field) => field.type !== "hidden" && (whole(form) || touched(field)))
  if (!changed.length && !form.matches("[data-again]")) return null
  const entries = [...fields.filter((field) => field.type === "hidden"), ...changed]
  return {
    at, action: form.getAttribute("action") ?? "",
    fields: entries.map((field) => ({ name: field.name, choice: field.type === "radio" || field.type === "checkbox" ? field.value : "", checked: field.checked, value: value(field) })),
    // A page that only a form leads to is asked for anew with what it was asked for.
    sent: form.matches("[data-again]") ? all("input[type=hidden]", form).filter(({ name }) => ["ids", "query", "given"].includes(name)).map(({ name, value }) => [name, value]) : null,
  }
}
function keep() {
  if (!user()) return // the log-in page, between the one page and the other
  const forms = all("form").filter(ours).map(kept).filter(Boolean)
  if (forms.length) sessionStorage.setItem(KEY, JSON.stringify({ user: user(), path: location.pathname + location.search, forms }))
}

function fill(form, { fields }) {
  for (const entry of fields) {
    for (const field of [...form.elements].filter((one) => one.name === entry.name)) {
      const choice = field.type === "radio" || field.type === "checkbox"
      if (choice && field.value !== entry.choice) continue
      if (choice) field.checked = entry.checked
      else if (field.multiple && field.options) [...field.options].forEach((option) => { option.selected = entry.value.includes(option.value) })
      else field.value = entry.value
    }
  }
  for (let box = form.closest("details:not([open], [data-ask])"); box; box = box.parentElement.closest("details:not([open], [data-ask])")) box.open = true
}
function say() {
  const note = document.getElementById("restored")?.content.firstElementChild.cloneNode(true)
  if (note && !document.querySelector("main [data-restored]")) {
    note.dataset.restored = ""
    document.querySelector("main").prepend(note)
  }
}

let pending = null
export function restore() {
  if (!pending) return
  const found = all("form").filter(ours)
  pending.forms = pending.forms.filter((entry) => {
    const same = (form) => (form.getAttribute("action") ?? "") === entry.action
    const form = entry.action ? found.find(same) : found[entry.at]
    if (!form || !same(form)) return true
    fill(form, entry)
    say()
    return false
  })
}
// What a page was asked for by a form, e.g. to show of many what would become of them.
function askAnew(entry, { sent, fields }) {
  const form = document.createElement("form")
  Object.assign(form, { method: "post", action: entry.path })
  const add = (name, text) => form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value: text }))
  add("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "")
  sent.forEach(([name, text]) => add(name, text))
  for (const { name, choice, checked, value: text } of fields) {
    if (!choice || checked) [text].flat().forEach((one) => add(name, one))
  }
  document.body.append(form)
  form.submit()
}

export function comeBack() {
  const entry = read()
  if (document.querySelector(ASKED)) {
    // Who came to log in by themselves, or logged out, goes on from nothing.
    const expired = document.querySelector(`form${ASKED}`) ? document.querySelector(`form${ASKED} [name=next]`) : true
    if (!expired) sessionStorage.removeItem(KEY)
    else if (entry) sessionStorage.setItem(KEY, JSON.stringify({ ...entry, expired: true }))
    return
  }
  if (!user()) return
  sessionStorage.removeItem(KEY)
  if (!entry?.expired || entry.user !== user()) return
  const again = entry.forms.find(({ sent }) => sent)
  if (again) return askAnew(entry, again)
  if (entry.path !== location.pathname + location.search) return
  pending = entry
  restore()
}

addEventListener("pagehide", keep)
