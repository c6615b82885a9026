// Sends a clip in pieces by the tus protocol: past lost connections, a closed tab, and
// from another device, wherever the same file is chosen again.

import { Upload } from "tus-js-client"

const AGAIN = 5000 // milliseconds after which a lost connection is tried again
const LEAST = 2 ** 18 // bytes of a piece, over a net so slow that none arrives in time
const WINDOW = 20000 // of which speed is taken, for the time that is left
const part = (name) => document.querySelector(`[data-clip] [data-${name}]`)
const box = () => document.querySelector("[data-clip]")
const plain = (name) => name.normalize("NFKC").replaceAll(/\s+/g, " ").trim().slice(0, 100)
let upload = null
let again = 0

function timeLeft(seconds) {
  const [unit, count] = seconds < 60 ? ["second", Math.max(seconds, 1)] : ["minute", seconds / 60]
  const words = { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 0 }
  return new Intl.NumberFormat(document.documentElement.lang, words).format(count)
}

function measure() {
  const seen = []
  return (sent, total) => {
    const now = performance.now()
    seen.push([now, sent])
    while (now - seen[0][0] > WINDOW) seen.shift()
    const [since, before] = seen[0]
    part("lost").hidden = true
    box().querySelector("progress").value = (100 * sent) / total
    const speed = (sent - before) / (now - since)
    const left = part("left")
    const words = speed > 0 ? ` · ${left.dataset.words.replace("{time}", timeLeft((total - sent) / speed / 1000))}` : ""
    left.textContent = `${Math.floor((100 * sent) / total)}%${words}`
  }
}

function show(sending) {
  part("sending").hidden = !sending
  part("choose").hidden = sending
  if (sending) part("wrong").hidden = true
}

function wrong(text) {
  end()
  show(false)
  part("text").textContent = text
  part("wrong").hidden = false
}

function end() {
  clearTimeout(again)
  upload = null
}

function refresh() {
  end()
  window.htmx.ajax("GET", box().dataset.url, { target: "#clip", swap: "outerHTML" })
}

function lose() {
  part("lost").hidden = false
  part("left").textContent = part("left").textContent.split(" · ")[0]
}

// Only what the server says of this file ends it; all else is tried again: no answer,
// one of a server in trouble, too slow, sent elsewhere too, too often.
function passes(error) {
  const status = error.originalResponse?.getStatus() ?? 0
  return status < 400 || status >= 500 || [408, 409, 429].includes(status)
}

function failed(error) {
  const answer = error.originalResponse
  if (passes(error)) {
    lose()
    if (answer?.getStatus() === 408) upload.options.chunkSize = Math.max(upload.options.chunkSize / 2, LEAST)
    clearTimeout(again)
    again = setTimeout(() => upload?.start(), AGAIN)
  } else {
    const ours = answer.getHeader("Content-Type")?.startsWith("text/plain")
    wrong(ours ? answer.getBody() : part("ended").textContent)
  }
}

async function send(file) {
  const { limit, chunk, uploads, open, name, size } = box().dataset
  if (file.size > Number(limit)) return wrong(part("too-large").textContent)
  const token = box().querySelector("[name=csrfmiddlewaretoken]").value
  upload = new Upload(file, {
    endpoint: uploads,
    chunkSize: Number(chunk),
    metadata: { filename: file.name, filetype: file.type },
    headers: { "X-CSRFToken": token },
    retryDelays: [0, 1000, 3000],
    removeFingerprintOnSuccess: true,
    onProgress: measure(),
    onError: failed,
    onSuccess: refresh,
    onShouldRetry: (error) => {
      if (!error.originalResponse) lose()
      return passes(error)
    },
  })
  part("chosen").textContent = file.name
  show(true)
  if (open && file.size === Number(size) && plain(file.name) === plain(name)) {
    upload.options.uploadUrl = new URL(open, location).href
  } else {
    const [before] = await upload.findPreviousUploads()
    if (before) upload.resumeFromPreviousUpload(before)
  }
  upload.start()
}

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-clip-file]") && target.files[0]) send(target.files[0])
})
document.addEventListener("click", async ({ target }) => {
  if (!target.closest("[data-stop]")) return
  await upload?.abort()
  refresh()
})
addEventListener("online", () => {
  if (upload && !part("lost").hidden) {
    clearTimeout(again)
    upload.start()
  }
})
addEventListener("beforeunload", (event) => {
  if (upload) event.preventDefault()
})
