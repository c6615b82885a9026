// Candidates' and applicants' pages besides: the service worker, once the page is there,
// and the page that it shows without a connection.

const { worker } = document.currentScript.dataset
if (worker && navigator.serviceWorker) {
  addEventListener("load", () => navigator.serviceWorker.register(worker).catch(() => {}))
}

// What a form sent goes with it once more: the browser has it yet.
document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-again]")) location.reload()
})
