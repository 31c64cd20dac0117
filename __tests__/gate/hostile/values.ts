import { ALIAS, attack, call, toProduction, type Attack } from "./attack";

/** The number two, and what is taken for it. */
const VERSIONS: readonly unknown[] = [
  ...[
    2,
    "02",
    "002",
    " 2",
    "2 ",
    "\t2",
    "2\n",
    "+2",
    "2.0",
    "2e0",
    "0x2",
    "0b10",
    "0o2",
    "1_0",
    "２",
    "٢",
    "२",
    "²",
  ],
  ...["2\u0000", "\u200b2", "2\u200b", "\ufeff2", "2,", "2/", "1,2", "1 OR 2", "latest", "-1", "0", "", true],
  ...["2' OR '1'='1", "99999999999999999999", "9007199254740993", ["2"], { value: "2" }],
];

/** Stages and what MLflow, people or Unicode take for them. */
const STAGES = [
  ...[
    "production",
    "PRODUCTION",
    "pRODUCTION",
    "Production ",
    " Production",
    "Production\n",
    "Production\u0000",
  ],
  ...[
    "Рroduction",
    "Ｐroduction",
    "Ｐｒｏｄｕｃｔｉｏｎ",
    "Pro\u00adduction",
    "Production\u200b",
    "\u202eProduction",
    "Prodüction",
    "prod",
    "Deleted_Internal",
    "",
  ],
];

/** Aliases that people read as a protected one, and protected ones in another dress. */
const ALIASES = [
  ...[
    "champion",
    "Champion",
    "CHAMPION",
    "cHampion",
    "chаmpion",
    "ｃhampion",
    "ｃｈａｍｐｉｏｎ",
    "champion ",
    " champion",
  ],
  ...[
    "champion\u200b",
    "\u200bchampion",
    "cham\u00adpion",
    "champion\n",
    "champion\u0000",
    "champi\u00f6n",
    "champi\u043en",
    "𝐜hampion",
    "ⓒhampion",
  ],
  ...[
    "production",
    "Production",
    "PRODUCTION",
    "productıon",
    "produﬁtion",
    "Ⓟroduction",
    "pro\u0301duction",
    "champion/",
    "champion.",
    "champion%20",
    "../champion",
  ],
];

const NAMES = [
  "credit-scoring ",
  " credit-scoring",
  "Credit-Scoring\u200b",
  "credit\u2010scoring",
  "сredit-scoring",
  "credit-scoring/../x",
  "credit/scoring",
  "..",
  "credit-scoring\u0000",
  "",
  "a".repeat(300),
];

export const VALUES: readonly Attack[] = [
  ...VERSIONS.map((version) =>
    attack(`to the stage, version ${JSON.stringify(version)}`, {
      body: (aim) => ({ ...toProduction(aim), version }),
    }),
  ),
  ...VERSIONS.map((version) =>
    attack(`to the alias, version ${JSON.stringify(version)}`, {
      target: ALIAS,
      body: ({ model: name }) => ({ name, alias: "champion", version }),
    }),
  ),
  ...STAGES.map((stage) =>
    attack(`stage ${JSON.stringify(stage)}`, { body: (aim) => ({ ...toProduction(aim), stage }) }),
  ),
  ...ALIASES.map((alias) =>
    attack(`alias ${JSON.stringify(alias)}`, {
      target: ALIAS,
      body: ({ model: name }) => ({ name, alias, version: "2" }),
    }),
  ),
  ...["Champion", "CHAMPION", "chаmpion", "champion", "champion\u200b"].map((alias) =>
    call(
      `taking away alias ${JSON.stringify(alias)}`,
      "DELETE",
      "registered-models/alias",
      ({ model: name }) => ({ name, alias }),
    ),
  ),
  ...NAMES.map((name) =>
    call(
      `a new model called ${JSON.stringify(name.slice(0, 30))}`,
      "POST",
      "registered-models/create",
      () => ({ name }),
    ),
  ),
  ...NAMES.map((name) =>
    attack(`to the stage, name ${JSON.stringify(name.slice(0, 30))}`, {
      body: (aim) => ({ ...toProduction(aim), name }),
    }),
  ),
];
