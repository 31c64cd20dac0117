import type { RouteClass } from "../call";
import { CLOSED_ROUTES } from "./closed";
import { MLFLOW } from "./listing";
import { type DoorRoute, ROUTES } from "./table";

/** What the classes mean to whoever asks for a route. */
const CLASSES: Readonly<Record<Exclude<RouteClass, "closed">, string>> = {
  read: "Changes nothing. Anybody with a role may ask.",
  work:
    "Training: runs, logged models, experiments, artifacts. Takes the role trainer or service. What is made is stamped with who made " +
    "it; what is frozen behind an approval or a promotion stays as it is (409 `RESOURCE_CONFLICT`).",
  governed:
    "Writes to the registry, and so can change what runs in production. Each has rules of its own; what touches production is " +
    "decided from evidence and recorded (403 `PERMISSION_DENIED` lists all that is missing).",
};

/** The page of all routes, with its path from the repository root. */
export const generatedFiles = [{ path: "docs/gate-routes.md", content: page() }];

function page(): string {
  const open = ROUTES.filter((route) => route.class !== "closed");
  return [
    "# Routes of the gate",
    "Made by `npm run generate` from `gate/routes/`; do not edit.",
    `The gate lets through what is listed here and nothing else. The list is that of MLflow ${MLFLOW.mlflow}: a test asks the
installed MLflow for its routes and fails on one that nobody has classified, and until then the gate answers it with 404
\`ENDPOINT_NOT_FOUND\`. Of ${ROUTES.length} routes ${open.length} are open.`,
    `A route is known by its method and the exact path: no second spelling, no trailing slash. Where MLflow serves a route below
\`/api/\` and \`/ajax-api/\` alike, both are the same route here, and what is sent on goes to the first.`,
    `What begins with \`/evidence/\` is the gate's own, and never reaches MLflow: [Commands and API](gate.md#commands-and-api).`,
    ...(Object.keys(CLASSES) as (keyof typeof CLASSES)[]).flatMap((name) => section(name, open)),
    "## Closed",
    "Answered with 403 `PERMISSION_DENIED` and the reason.",
    ...CLOSED_ROUTES.map(({ why, routes }) => `${sentence(why)}:\n\n${list(routes)}`),
    "## What a request must be",
    rules(),
    "## How the list is made anew",
    `After another MLflow was pinned in \`sandbox/python/requirements.txt\`: \`npx tsx gate/routes/generate.ts PYTHON\` with the
interpreter it is installed for. It writes the routes, the fields of their messages with types, and the GraphQL documents of the
user interface. Then classify what is new in \`gate/routes/classes.ts\` or \`gate/routes/closed.ts\`.`,
    "",
  ].join("\n\n");
}

function section(name: keyof typeof CLASSES, routes: readonly DoorRoute[]): string[] {
  const own = routes.filter((route) => route.class === name);
  return [`## ${sentence(name)}`, CLASSES[name], table(own)];
}

function table(routes: readonly DoorRoute[]): string {
  const rows = routes.map(
    ({ id, paths, fields, message }) =>
      `| \`${id}\` | ${paths.length > 1 ? "yes" : ""} | ${message ? `\`${message}\`` : ""} | ${Object.keys(fields).join(", ")} |`,
  );
  return ["| Route | also `/ajax-api/` | Message | Fields |", "| --- | --- | --- | --- |", ...rows].join(
    "\n",
  );
}

function list(routes: readonly string[]): string {
  return routes.map((id) => `- \`${id}\``).join("\n");
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function rules(): string {
  return [
    "- **Address**: begins with `/`, without scheme and host. No empty and no dot segment; letters, digits and `-._~` are not percent-encoded; no part holds `/ \\ % # ? ;` or a control character, encoded or not. So an artifact's name may hold blanks, brackets and any letter of Unicode, and not a percent sign.",
    "- **Query**: only where there is no JSON body, only fields of the route, each once unless it is a list.",
    "- **Headers**: one `Authorization`, one length, no `Content-Encoding`, no `Upgrade`, no header that names another method or address. None of them goes on to MLflow.",
    "- **JSON body**: `application/json` in UTF-8 without byte order mark, sent with its length; one object, no key twice, MLflow's own names of fields, each of the type its message says. Integers are exact, numbers of versions and ids are in their one decimal spelling. `run_uuid` is taken for `run_id`, and both must agree.",
    "- **Artifacts** are streamed, never held in memory, and only below the folder of a run or logged model that exists.",
    "- **GraphQL**: `POST`, and only the queries that MLflow's own user interface sends, word for word.",
    "- What goes on to MLflow is built anew from what was read here. Its redirects are not passed on, and its 5xx become 409 with its words, because the client would retry a 5xx for minutes and lose them.",
  ].join("\n");
}
