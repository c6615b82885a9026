// The API's reference at /api/: Swagger UI, with a search through all that it says.

import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js"

const place = document.getElementById("reference")
const search = document.getElementById("reference-search")

// What somebody may look for in an operation.
function said(operation) {
  const own = operation.get("operation")
  const parameters = own.get("parameters")?.map((one) => one.get("name")) ?? []
  return [
    operation.get("method"), operation.get("path"), own.get("summary"), own.get("description"),
    ...parameters,
  ].join(" ").toLowerCase()
}

function withWords(tags, typed) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const found = (operation) => words.every((word) => said(operation).includes(word))
  return tags
    .map((tag) => tag.update("operations", (all) => all.filter(found)))
    .filter((tag) => tag.get("operations").size)
}

const Search = () => ({
  fn: { opsFilter: withWords },
  // The page has a field of its own, in the reader's language.
  wrapComponents: { FilterContainer: () => () => null },
})

const reference = SwaggerUI({
  domNode: place,
  url: place.dataset.schema,
  validatorUrl: null,
  filter: true,
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  plugins: [Search],
})

search.addEventListener("input", () => reference.layoutActions.updateFilter(search.value.trim() || true))

const root = document.documentElement
const shade = () => root.classList.toggle("dark-mode", root.dataset.bsTheme === "dark")
document.addEventListener("theme", shade)
shade()
