// The bar over a list: what applies to most of those ticked, or of all that match, comes first, with how many.
// What applies to none can't be pressed, and says why. Risks stay last, in the menu if there is one.

const AT_HAND = 3
const places = new WeakMap() // the order the page came with, for what applies to as many

function counts(form, ticks) {
  if (form.querySelector("input[name=everyone]")?.checked) return ({ all }) => all && Number(all)
  const ticked = ticks.filter((tick) => tick.checked)
  return ({ verb }) => ticked.filter((tick) => (tick.dataset.can ?? "").split(" ").includes(verb)).length
}

function show(button, n) {
  button.querySelector("[data-count]").textContent = n === undefined ? "" : ` ${n}`
  button.disabled = n === 0
  button.title = n === 0 ? button.dataset.none : ""
}

function place(buttons, menu) {
  const list = menu?.querySelector("div")
  buttons.forEach((button, at) => {
    const inBar = !menu || at < AT_HAND
    if (inBar && menu) menu.before(button)
    else if (inBar) buttons[at - 1]?.after(button)
    else list.append(button)
    const go = at === 0 && "primary" in button.dataset && !button.disabled
    button.className = inBar ? `btn${go ? " go" : ""}` : "danger" in button.dataset ? "bad-i" : ""
  })
}

export function countVerbs(ticks) {
  const form = document.querySelector("[data-many]")
  const buttons = form ? [...form.querySelectorAll("[data-verb]")] : []
  if (!buttons.length || !ticks.some((tick) => tick.checked)) return
  buttons.forEach((button, at) => { if (!places.has(button)) places.set(button, at) })
  const count = counts(form, ticks)
  const of = new Map(buttons.map((button) => [button, count(button.dataset)]))
  const risk = (button) => Number("danger" in button.dataset)
  buttons.sort((a, b) => risk(a) - risk(b) || (of.get(b) ?? 0) - (of.get(a) ?? 0) || places.get(a) - places.get(b))
  buttons.forEach((button) => show(button, of.get(button)))
  place(buttons, form.querySelector("[data-more]"))
}
