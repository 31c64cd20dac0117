/**
 * Widgets as Datadog gives them back, so that a second plan is empty: everything it would add by itself is written out.
 *
 * @see https://docs.datadoghq.com/dashboards/widgets/
 */
export interface Widget {
  readonly definition: Readonly<Record<string, unknown>>;
}

/** A titled group of widgets. */
export const group = (title: string, widgets: readonly Widget[]): Widget => ({
  definition: {
    title,
    title_align: "left",
    show_title: true,
    type: "group",
    layout_type: "ordered",
    widgets,
  },
});

/** Text in Markdown. */
export const note = (content: string): Widget => ({
  definition: {
    type: "note",
    content,
    background_color: "white",
    font_size: "14",
    text_align: "left",
    vertical_align: "top",
    show_tick: false,
    tick_pos: "50%",
    tick_edge: "left",
    has_padding: true,
  },
});

/** The state of the monitors that have these tags. */
export const monitorStates = (title: string, tags: readonly string[]): Widget => ({
  definition: {
    title,
    title_align: "left",
    title_size: "16",
    type: "manage_status",
    summary_type: "monitors",
    display_format: "countsAndList",
    color_preference: "text",
    hide_zero_counts: true,
    show_last_triggered: true,
    show_priority: true,
    query: tags.map((tag) => `tag:"${tag}"`).join(" "),
    sort: "status,asc",
  },
});

/** An objective over a month, with what is left of its budget. */
export const objective = (title: string, id: string): Widget => ({
  definition: {
    title,
    title_align: "left",
    title_size: "16",
    type: "slo",
    view_type: "detail",
    view_mode: "overall",
    time_windows: ["30d"],
    show_error_budget: true,
    global_time_target: "0",
    slo_id: id,
  },
});

/** A line, or several, over time. */
export const lines = (title: string, query: string): Widget => ({
  definition: {
    title,
    title_align: "left",
    title_size: "16",
    type: "timeseries",
    show_legend: true,
    legend_layout: "auto",
    requests: [{ q: query, display_type: "line" }],
  },
});

/** Log entries that a search finds, newest first. */
export const entries = (title: string, search: string): Widget => ({
  definition: {
    title,
    title_align: "left",
    title_size: "16",
    type: "list_stream",
    requests: [
      {
        response_format: "event_list",
        query: { data_source: "logs_stream", query_string: search, indexes: [], storage: "hot" },
        columns: [
          { field: "timestamp", width: "auto" },
          { field: "event_type", width: "auto" },
          { field: "model_version", width: "auto" },
          { field: "@art12.event.event_id", width: "full" },
        ],
      },
    ],
  },
});
