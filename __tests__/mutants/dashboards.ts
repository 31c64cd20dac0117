import { isObject, REMOVED, type Place } from "./json";
import type { Document, PartMutation } from "./policies";

export const isDashboard = (document: Document): boolean => Array.isArray(document["widgets"]);

/**
 * What could be done to a dashboard: each widget taken out, those in groups too, and each made to ask about another
 * system. Widgets are named by type and title. How they look is nobody's duty.
 */
export const dashboardMutations = (dashboard: Document): readonly PartMutation[] => below(dashboard, []);

function below(group: Document, place: Place): readonly PartMutation[] {
  const widgets = group["widgets"] as readonly Document[];
  return widgets.flatMap((widget, index) => {
    const definition = widget["definition"] as Document;
    const at = [...place, "widgets", index];
    const path = [`[${String(definition["type"])} ${String(definition["title"] ?? "")}]`];
    const others = isDashboard(definition) ? [] : elsewhere(definition);
    return [
      { path, place: at, name: "removed", value: REMOVED },
      ...others.map((value) => ({
        path,
        place: [...at, "definition"],
        name: "about another system",
        value,
      })),
      ...(isDashboard(definition) ? below(definition, [...at, "definition"]) : []),
    ];
  });
}

/** The widget as it would ask about another system, if it asks for one by its tag. */
function elsewhere(definition: Document): readonly Document[] {
  if (!["manage_status", "list_stream"].includes(String(definition["type"]))) return [];
  const text = JSON.stringify(definition);
  const other = text.replace(/ai_system:[\w-]+/g, "ai_system:other");
  const parsed: unknown = JSON.parse(other);
  return other === text || !isObject(parsed) ? [] : [parsed];
}
