// Runs before the first paint: light or dark as the person chose, else as the system says.
// The server has already written a remembered choice into <html>; this covers the rest.
(() => {
  const root = document.documentElement
  const chosen = /(?:^|; )theme=(light|dark)/.exec(document.cookie)?.[1]
  const system = matchMedia("(prefers-color-scheme: dark)")
  const apply = () => { root.dataset.bsTheme = system.matches ? "dark" : "light" }
  root.classList.add("js")
  if (chosen) root.dataset.bsTheme = chosen
  else apply()
  system.addEventListener("change", () => { if (!/(?:^|; )theme=/.test(document.cookie)) apply() })
})()
