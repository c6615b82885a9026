// Names the search fields that select2 puts into the page, for screen readers.
addEventListener("load", () => {
  const name = field => {
    const select = field.closest(".select2-container")?.previousElementSibling
    const words = select?.labels?.[0]?.textContent.trim().replace(/\*$/, "")
    if (words && field.getAttribute("aria-label") !== words) field.setAttribute("aria-label", words)
  }
  const all = () => document.querySelectorAll(".select2-search__field").forEach(name)
  new MutationObserver(all).observe(document.body, { childList: true, subtree: true })
  all()
})
