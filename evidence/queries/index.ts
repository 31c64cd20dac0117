/** The questions of the catalogue, and running them over the archive. */
export { AthenaEngine, type AthenaPlace } from "./athena-engine";
export { bindQuery, type BoundQuery } from "./bind";
export { CATALOGUE, type CatalogueQuery, type QueryParameter } from "./catalogue";
export { DuckDbEngine } from "./duckdb-engine";
export { type Column, type EngineReport, type QueryEngine, type RowSink, type Value } from "./engine";
export { runQuery } from "./run";
export { databaseName } from "./table";
export { logSearch, searchParameters } from "./log-search";
