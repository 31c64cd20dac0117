/**
 * What an organisation is watched for. Rules import no other room: a test holds these against the constructs.
 */

/** SHA-256 of the query of each monitor of an organisation, by its key. That of the index follows the config. */
export const ORGANISATION_WATCHES: Readonly<Record<string, string>> = {
  archive_delivery: "e9dd158b3fe83f38f44fc0795c1e7541664ebde3797aba8f171b59a8128fb25b",
  invalid_entries: "85892bd5ce84edf66694ca7c710f8be8c6b647a95a32a664a3544c59b313998d",
  personal_data_found: "c3fe3ea421d008669ca5d5468ec8189da5bcd06a0b4dd1b935c012d833560eaf",
  archive_changed: "a13629969526757fa894bd6a981942cf84692d6b36d4b95f7cb5104307bb8c8a",
  pipeline_changed: "50be80bff08e18ec4cf6984c476e6667d617cc7277fd5a3b60c3d2017090e351",
  index_changed: "5591d932030f9ebe635087322cd6dd6de05993a16b3fc9653026524a8b3c9f81",
  metric_changed: "c1d47ce092db4a522115977f474050831b8cb71f0bfbd248d8da0303d2635efa",
  scanner_changed: "3c7f37b965b8620fed4a95d2165fc9cd7151ca22800720adc0ebfc79a885809b",
  access_changed: "3fd721ceebf29976d32bfd6f7ed9c330904658e25f8f97018f1ac5b406d2b5c6",
  keys_changed: "6e80424d1a9152b914ba413226c2226241dbb80fb0ee121f08d2dc2c8f5bafed",
  audit_settings_changed: "573c6c0558f68df36ca3faeeac1d2b5a946c01ed55d9abc680f63cde1919792e",
  monitor_changed: "81e64011455b8068621271fc68422539a31cd6928c661cd56ac46bc1135a4c5d",
  audit_trail_silent: "455a87a81410d470d9994ee23c4e1010833d7e38e33a30ea0e55e1f1ed871d91",
  gate_break_glass: "13d660715a995761d439270e48859d7bf624621dec13a3f96253cf20624ef781",
  gate_refusals: "9667eecb99e64438d844792e0ccc0582843f7257ad58b505508a972edf4c724b",
  job_findings: "9587466b012baa7665065df6046094ede4898f92eef742f210e5ea75856f6e79",
  registry_disagreement: "c2c4b4652211d3e2e89d84b5d275445fd90f15ff8cc2f0943ec21a5d3b1fd0b2",
  registry_finding: "0be37b186bb23791eb2e257f109162888e46a44b19c60a7b02feba79b29fd8d7",
  version_disagreement: "bc1cc33039c05db43e0c843e113c9c0d61714b8e43e68c2be925c5acea405c3c",
  version_finding: "6eec9fb3a8aadd1fbd1e425c5053463dc35d4bb9017573368a6fbadc9daaed5e",
};
