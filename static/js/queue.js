// A reviewer's queue: marks by keys, kept as they are given, sent again until they are;
// the next one comes without a page being loaded.

const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select"
const AGAIN = 10000 // ms
const LONGEST = 86400 // s, of a page left open
const STEP = 5 // s, in the clip
const SLOWEST = 0.75, FASTEST = 2
const TIME = /\b(\d{1,2}):([0-5]\d)\b/g
const main = document.getElementById("main")
let ahead = null // the clip of the next review, whose head is being loaded
let prepared = null // the next review's page, as it is once this one is locked

function open(form) {
  const criteria = [...form.querySelectorAll("[data-criterion]")]
  const key = `review-${form.dataset.queue}`
  const began = Date.now()
  const before = Number(form.elements.seconds.value) || 0
  const video = () => document.querySelector("[data-player] video")
  const chosen = (criterion) => criterion.querySelector("input[type=radio]:checked")
  const { signal } = left // no listener outlives its review
  let at = 0
  let sending = false
  let waiting = false
  let locking = new AbortController() // from then on no draft is sent any more
  let timer

  // --- which criterion is being marked, and what is still open
  function turn(index, scroll = true) {
    at = Math.min(Math.max(index, 0), criteria.length - 1)
    criteria.forEach((criterion, place) => criterion.classList.toggle("on", place === at))
    if (scroll) criteria[at].scrollIntoView({ block: "nearest" })
  }
  function tell() {
    const open = criteria.filter((criterion) => !chosen(criterion))
    const note = form.querySelector("[data-open]")
    note.hidden = !open.length || open.length === criteria.length
    note.querySelector("span").textContent = open.map((criterion) => criterion.dataset.criterion).join(" · ")
  }
  function mark(value) {
    const radio = criteria[at].querySelector(`input[type=radio][value="${value}"]`)
    if (!radio) return // this one has to be marked: 0 is none of its choices
    radio.checked = true
    radio.dispatchEvent(new Event("change", { bubbles: true }))
    const rest = [...criteria.slice(at + 1), ...criteria.slice(0, at)]
    const next = rest.find((criterion) => !chosen(criterion))
    if (next) turn(criteria.indexOf(next))
  }

  // --- keeping: the whole draft each time, so that sending it twice changes nothing
  function said(kind) {
    form.querySelectorAll("[data-kept] [data-when]").forEach((words) => { words.hidden = words.dataset.when !== kind })
  }
  function draft() {
    form.elements.seconds.value = Math.min(before + Math.round((Date.now() - began) / 1000), LONGEST)
    return new FormData(form)
  }
  function remember() {
    const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken")
    localStorage.setItem(key, JSON.stringify(fields))
  }
  async function keep() {
    clearTimeout(timer)
    waiting = sending
    if (sending || locking.signal.aborted) return
    sending = true
    const sent = { method: "POST", body: draft(), redirect: "manual", signal: locking.signal }
    const answer = await fetch(form.dataset.keep, sent).catch(() => null)
    sending = false
    if (locking.signal.aborted) return
    if (answer?.status === 204) { localStorage.removeItem(key); said("kept") }
    else if ([404, 409].includes(answer?.status)) { localStorage.removeItem(key); said("gone") }
    else if (answer?.status === 403) { remember(); said("gone") }
    else { remember(); said("failed"); timer = setTimeout(keep, AGAIN) }
    if (waiting) keep()
  }
  form.addEventListener("change", () => { tell(); keep() })
  form.addEventListener("input", (event) => {
    if (!event.target.matches(TYPING)) return
    if (video()) times()
    clearTimeout(timer)
    timer = setTimeout(keep, 800)
  })
  addEventListener("online", keep, { signal })
  signal.addEventListener("abort", () => { clearTimeout(timer); locking.abort() })

  // --- locking: the next review is shown at once if it is at hand, else as the answer
  form.addEventListener("submit", async (event) => {
    event.preventDefault()
    delete form.dataset.sent // it may be sent again: what stops that is below
    form.querySelector("[aria-disabled]")?.removeAttribute("aria-disabled")
    if (locking.signal.aborted) return
    clearTimeout(timer)
    locking.abort()
    const sent = { method: "POST", body: draft(), keepalive: true }
    if (prepared && criteria.every(chosen)) return goOn(form.action, sent)
    const answer = await fetch(form.action, sent).catch(() => null)
    if (answer) { localStorage.removeItem(key); show(answer) }
    else { locking = new AbortController(); notLocked() }
  })
  async function goOn(url, sent) {
    remember()
    const here = { main: main.cloneNode(true), url: location.href, title: document.title }
    put(prepared.main, prepared.url, prepared.title)
    const answer = await fetch(url, { ...sent, headers: { Prefer: "return=minimal" } }).catch(() => null)
    if (answer) localStorage.removeItem(key)
    if (answer?.status === 204) return prepare()
    if (answer) return show(answer, here.url)
    put(here.main, here.url, here.title)
  }
  function notLocked() { remember(); said("unlocked"); timer = setTimeout(keep, AGAIN) }

  // --- what an earlier page couldn't send
  function replay() {
    const kept = JSON.parse(localStorage.getItem(key) ?? "[]")
    for (const [name, value] of kept) if (name !== "seconds" && form.elements[name]) form.elements[name].value = value
    if (kept.length) keep()
  }

  // --- the clip
  function stamp() {
    const seconds = Math.floor(video()?.currentTime ?? 0)
    const text = `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")} `
    const evidence = criteria[at].querySelector(".sp-evid")
    evidence.focus()
    evidence.setRangeText(evidence.value && !evidence.value.endsWith(" ") ? ` ${text}` : text, evidence.value.length, evidence.value.length, "end")
  }
  function times() { // of each note, as buttons that lead back to them
    for (const criterion of criteria) {
      const found = [...(criterion.querySelector(".sp-evid").value.matchAll(TIME))]
      const places = criterion.querySelector("[data-times]")
      places.replaceChildren(...found.map(([text, minutes, seconds]) => {
        const button = Object.assign(document.createElement("button"), { type: "button", className: "btn sm num", textContent: text })
        button.setAttribute("aria-label", places.dataset.times.replace("{time}", text))
        button.addEventListener("click", () => { video().currentTime = Number(minutes) * 60 + Number(seconds) })
        return button
      }))
    }
  }
  function play() { if (video()) video()[video().paused ? "play" : "pause"]() }
  function jump(seconds) { if (video()) video().currentTime += seconds }
  function faster(by) {
    if (video()) video().playbackRate = Math.min(Math.max(video().playbackRate + by, SLOWEST), FASTEST)
    const rate = main.querySelector("[data-rate]")
    if (rate) rate.value = `${video()?.playbackRate ?? 1}×`
  }
  main.querySelector("[data-controls]")?.addEventListener("click", ({ target }) => {
    const { jump: seconds, faster: by, stamp: time } = target.closest("button")?.dataset ?? {}
    if (seconds) jump(Number(seconds))
    if (by) faster(Number(by))
    if (time !== undefined) stamp()
  }, { signal })

  const KEYS = {
    ArrowUp: () => turn(at - 1), ArrowDown: () => turn(at + 1),
    ArrowLeft: () => jump(-STEP), ArrowRight: () => jump(STEP), " ": play,
    Enter: () => form.requestSubmit(),
    j: () => document.querySelector("[data-next]")?.click(),
    k: () => document.querySelector("[data-previous]")?.click(),
    s: () => document.querySelector("[data-skip]")?.requestSubmit(),
    t: stamp,
    ",": () => faster(-0.25), ".": () => faster(0.25),
  }
  addEventListener("keydown", (event) => {
    const { target } = event
    const list = document.getElementById("keys")
    if (!list || list.open || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    if (target.matches(TYPING)) { if (event.key === "Escape") target.blur(); return }
    if (target.closest("a, button, summary") && [" ", "Enter"].includes(event.key)) return
    const act = /^[0-5]$/.test(event.key) ? () => mark(event.key) : KEYS[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }, { capture: true, signal })
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input")) { event.preventDefault(); event.target.blur() }
  })
  form.addEventListener("focusin", ({ target }) => {
    const criterion = target.closest("[data-criterion]")
    if (criterion) turn(criteria.indexOf(criterion), false)
  })
  criteria.forEach((criterion, place) => criterion.addEventListener("click", () => turn(place, false)))

  form.classList.add("live")
  replay()
  turn(Math.max(criteria.findIndex((criterion) => !chosen(criterion)), 0), false)
  tell()
  if (video()) times()
}

// --- from one review to the next
let left = new AbortController()

function begin() {
  const form = main.querySelector("[data-queue]")
  if (!form) return
  open(form)
  const { clip } = main.querySelector("[data-next]")?.dataset ?? {}
  ahead = clip ? Object.assign(document.createElement("video"), { preload: "auto", muted: true, src: clip }) : null
}

function read(text) {
  const page = new DOMParser().parseFromString(text, "text/html")
  return { main: page.getElementById("main"), title: page.title, language: page.documentElement.lang }
}

async function prepare() {
  prepared = null
  const next = main.querySelector("[data-next]")
  const form = main.querySelector("[data-queue]")
  if (!next || !form) return
  const answer = await fetch(`${next.href}&after=${form.dataset.queue}`).catch(() => null)
  if (!answer?.ok) return
  const page = read(await answer.text())
  if (next.isConnected && page.main?.querySelector("[data-queue]")) prepared = { ...page, url: next.href }
}

// `refused` is the address of the review whose lock was refused.
async function show(answer, refused = location.href) {
  const page = read(await answer.text())
  if (!page.main?.querySelector("[data-queue]") || page.language !== document.documentElement.lang) {
    return location.assign(answer.url)
  }
  put(page.main, answer.ok ? answer.url : refused, page.title)
  prepare()
}

function put(next, url, title) {
  left.abort()
  left = new AbortController()
  prepared = null
  const video = next.querySelector("[data-player] video")
  if (video && ahead?.src === video.src) warm(video)
  main.replaceChildren(...next.childNodes)
  history.replaceState(null, "", url)
  document.title = title
  scrollTo(0, 0)
  begin()
}

// The one that has its head already, in the place of the one that would begin anew.
function warm(video) {
  for (const { name, value } of video.attributes) if (name !== "src") ahead.setAttribute(name, value)
  ahead.muted = false
  video.replaceWith(ahead)
}

begin()
prepare()
