import { attack, API, TRANSITION, type Attack } from "./attack";

const OVERRIDES = ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "X-Http-Method-Override"];

export const METHODS: readonly Attack[] = [
  ...[
    "GET",
    "PUT",
    "PATCH",
    "DELETE",
    "HEAD",
    "OPTIONS",
    "TRACE",
    "PROPFIND",
    "SEARCH",
    "QUERY",
    "M-SEARCH",
  ].map((method) => attack(`method ${method}`, { method })),
  ...["post", "Post", "POST ", " POST", "PO\tST", "POST\0", "ＰＯＳＴ", "POSTX", ""].map((method) =>
    attack(`method ${JSON.stringify(method)}`, { method }),
  ),
  attack("CONNECT to MLflow", { method: "CONNECT", target: "127.0.0.1:5000" }),
  ...OVERRIDES.map((header) =>
    attack(`GET that says POST in ${header}`, { method: "GET", headers: [`${header}: POST`] }),
  ),
  ...OVERRIDES.map((header) =>
    attack(`a search that says DELETE in ${header}`, {
      target: `${API}/registered-models/get-latest-versions`,
      headers: [`${header}: DELETE`],
      body: ({ model }) => ({ name: model }),
    }),
  ),
  attack("the method in the query", { method: "GET", target: `${TRANSITION}?_method=POST`, body: "" }),
  attack("the method in the body", {
    body: (aim) => ({ name: aim.model, version: "2", stage: "Production", _method: "POST" }),
  }),
];
