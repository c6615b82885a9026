// A judge's card on a phone: every mark is kept on the device first, then sent, again
// and again until it is there. What is sent has a number that only grows, so that what
// comes late or twice changes nothing.

const AGAIN = 4000 // ms
const TYPING = 700 // ms after the last key
const DROPPED = [400, 403, 404, 409]

function device() {
  let key = localStorage.getItem("judging-device")
  if (!key) {
    const bytes = crypto.getRandomValues(new Uint8Array(16))
    key = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")
    localStorage.setItem("judging-device", key)
  }
  return key
}

const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? ""
const read = (key) => JSON.parse(localStorage.getItem(key) ?? "null")
const write = (key, entry) => localStorage.setItem(key, JSON.stringify(entry))

// What became of a kept card: "sent", "missing" if it can't be locked yet, "dropped" if
// it isn't open to this judge any more, "failed" if there is no net.
async function send(key) {
  const entry = read(key)
  if (!entry) return "sent"
  const body = new FormData()
  for (const [name, value] of entry.fields) body.append(name, value)
  body.set("csrfmiddlewaretoken", token())
  body.set("device", device())
  body.set("sequence", entry.sequence)
  const headers = { Prefer: "return=minimal", "HX-Request": "true" }
  const answer = await fetch(entry.locks ? entry.lock : entry.keep, { method: "POST", body, headers, redirect: "manual" }).catch(() => null)
  const newer = read(key)?.sequence !== entry.sequence
  if (answer?.status === 204) {
    if (!newer) localStorage.removeItem(key)
    return newer ? "newer" : "sent"
  }
  if (answer?.status === 422) {
    if (!newer) write(key, { ...entry, locks: false })
    return "missing"
  }
  if (answer && DROPPED.includes(answer.status)) {
    localStorage.removeItem(key)
    return { dropped: await answer.text() }
  }
  return "failed"
}

function open(form) {
  const key = `judging-${form.dataset.user}-${form.dataset.judging}`
  const criteria = [...form.querySelectorAll("[data-criterion]")]
  let last = Number(form.dataset.sequence)
  let busy = false
  let timer

  const said = (kind) => form.querySelectorAll("[data-kept] [data-when]").forEach((words) => { words.hidden = words.dataset.when !== kind })
  const chosen = (criterion) => criterion.querySelector("input[type=radio]:checked")
  function turn(criterion) { criteria.forEach((one) => one.classList.toggle("on", one === criterion)) }

  function remember(locks) {
    last = Math.max(Date.now(), last + 1, (read(key)?.sequence ?? 0) + 1)
    const unsent = ["csrfmiddlewaretoken", "device", "sequence"]
    const fields = [...new FormData(form)].filter(([name]) => !unsent.includes(name))
    write(key, { fields, sequence: last, locks, keep: form.dataset.keep, lock: form.action })
  }

  async function sync() {
    clearTimeout(timer)
    if (busy || !read(key)) return
    busy = true
    const { locks } = read(key)
    const became = await send(key)
    busy = false
    if (became === "newer") return sync()
    if (became === "sent") return locks ? location.assign(form.dataset.next) : said("kept")
    if (became === "missing") return said("missing")
    if (became === "failed") {
      said(read(key)?.locks ? "locking" : "failed")
      timer = setTimeout(sync, AGAIN)
      return
    }
    document.querySelector("[data-refusal-slot]").innerHTML = became.dropped
    said("gone")
  }

  function replay() {
    const entry = read(key)
    if (!entry) return
    if (entry.sequence <= last) { localStorage.removeItem(key); return }
    for (const [name, value] of entry.fields) if (form.elements[name]) form.elements[name].value = value
    sync()
  }

  form.addEventListener("change", ({ target }) => {
    const criterion = target.closest("[data-criterion]")
    if (target.type === "radio") turn(criteria.find((one) => !chosen(one)) ?? criterion)
    remember(false)
    sync()
  })
  form.addEventListener("input", ({ target }) => {
    if (target.type === "radio") return
    clearTimeout(timer)
    timer = setTimeout(() => { remember(false); sync() }, TYPING)
  })
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    delete form.dataset.sent // it may be sent again
    form.querySelector("[aria-disabled]")?.removeAttribute("aria-disabled")
    remember(true)
    sync()
  })
  form.addEventListener("focusin", ({ target }) => {
    const criterion = target.closest("[data-criterion]")
    if (criterion && target.type !== "radio") turn(criterion)
  })
  criteria.forEach((criterion) => criterion.addEventListener("click", ({ target }) => { if (!target.closest(".sp-scale")) turn(criterion) }))
  addEventListener("online", sync)
  form.classList.add("live")
  turn(criteria.find((one) => !chosen(one)) ?? criteria[0])
  replay()
}

// On the list: what a card's own page couldn't send before it was left.
function sendAll(list) {
  const note = document.querySelector("[data-judging-waits]")
  const prefix = `judging-${list.dataset.user}-`
  let timer
  async function all() {
    clearTimeout(timer)
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix))
    const became = []
    for (const key of keys) became.push(await send(key))
    const left = became.includes("failed")
    note.hidden = !left
    if (left) timer = setTimeout(all, AGAIN)
    else if (became.includes("sent")) location.reload()
  }
  addEventListener("online", all)
  all()
}

const form = document.querySelector("[data-judging]")
const list = document.querySelector("[data-judging-mine]")
if (form) open(form)
if (list) sendAll(list)
