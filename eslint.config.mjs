import { importX } from "eslint-plugin-import-x";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import tseslint from "typescript-eslint";

/**
 * Who may import whom, as docs/adr/0002-rooms.md decides. A room lists the rooms it may use; anything else is an error.
 * `errors` holds all user faults, open to every room that talks to a person.
 */
const MAY_IMPORT = {
  regulation: [],
  logquery: [],
  configs: ["regulation", "errors"],
  evidence: ["regulation", "configs", "errors"],
  constructs: [
    "regulation",
    "configs",
    "evidence/event",
    "evidence/queries",
    "evidence/risk-register",
    "evidence/records/roles.ts",
    "logquery",
  ],
  rules: ["regulation", "logquery", "errors"],
  review: ["regulation", "configs", "evidence", "rules", "errors"],
  stacks: ["constructs", "rules", "configs"],
  gate: ["regulation", "configs", "evidence", "errors"],
  "clients/node": [],
  cli: ["regulation", "logquery", "configs", "evidence", "rules", "review", "gate", "errors"],
};
const ROOMS = [...Object.keys(MAY_IMPORT), "errors", "sandbox", "main", "__tests__", "bench"];

const zones = Object.entries(MAY_IMPORT).flatMap(([room, allowed]) =>
  ROOMS.filter((other) => other !== room && !allowed.includes(other)).map((other) => ({
    target: `./${room}`,
    from: other === "main" ? "./main.ts" : `./${other}`,
    except: allowed
      .filter((open) => open.startsWith(`${other}/`))
      .map((open) => `.${open.slice(other.length)}`),
    message: `${room}/ may import only: ${allowed.join(", ") || "nothing"} (docs/adr/0002-rooms.md)`,
  })),
);

export default tseslint.config(
  { ignores: ["node_modules", "cdktf.out", ".sandbox", "**/*.cjs"] },
  ...tseslint.configs.recommended,
  {
    files: ["**/*.ts", "**/*.mjs"],
    plugins: { "import-x": importX },
    settings: { "import-x/resolver-next": [createTypeScriptImportResolver({ project: "tsconfig.json" })] },
    rules: {
      "import-x/no-restricted-paths": ["error", { zones }],
      "import-x/no-cycle": "error",
      "no-restricted-imports": [
        "error",
        {
          paths: [
            {
              name: "@cdktf/provider-aws",
              message: "Import from the deep path: the root index loads every binding (650 MB).",
            },
            {
              name: "@cdktf/provider-datadog",
              message: "Import from the deep path: the root index loads every binding.",
            },
          ],
        },
      ],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      eqeqeq: "error",
    },
  },
  {
    // CDKTF stays in the rooms that build infrastructure, so that a rename of the library stays a mechanical change.
    files: [
      "regulation/**",
      "logquery/**",
      "configs/**",
      "evidence/**",
      "rules/**",
      "review/**",
      "gate/**",
      "cli/**",
      "clients/**",
    ],
    rules: { "no-restricted-imports": ["error", { patterns: ["cdktf*", "@cdktf/*", "constructs"] }] },
  },
);
