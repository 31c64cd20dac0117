/** `POST /api/v1/events`: events that programs send, kept to be searched by monitors. Pure, but for its memory. */
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Found } from "./monitors/search";

/** The fields that the product sends; the vendor knows more. */
const sentEvent = z.object({
  title: z.string().min(1).max(500),
  text: z.string().max(4_000),
  tags: z.array(z.string()).default([]),
  alert_type: z.enum(["error", "warning", "info", "success", "user_update"]).default("info"),
  date_happened: z.int().optional(),
});

type EventAnswer =
  | {
      readonly status: 202;
      readonly body: { readonly status: "ok"; readonly event: { readonly id: string } };
    }
  | { readonly status: 400 | 403; readonly body: { readonly errors: readonly string[] } };

/** The vendor takes no event that is older. */
const MAX_AGE_SECONDS = 18 * 3_600;

/**
 * Remembers events as the vendor does; nothing is dropped after 15 months.
 * @see https://docs.datadoghq.com/api/latest/events/#post-an-event
 */
export class Events {
  private readonly kept: Found[] = [];

  constructor(private readonly now: () => Date) {}

  take(
    { body, apiKey }: { readonly body: unknown; readonly apiKey: string | undefined },
    key: string,
  ): EventAnswer {
    if (apiKey !== key) return { status: 403, body: { errors: ["Forbidden"] } };
    const sent = sentEvent.safeParse(read(body));
    if (!sent.success)
      return { status: 400, body: { errors: sent.error.issues.map(({ message }) => message) } };
    const { title, text, tags, alert_type: status, date_happened: happened } = sent.data;
    const now = this.now();
    const date = happened === undefined ? now : new Date(happened * 1000);
    if (now.getTime() - date.getTime() > MAX_AGE_SECONDS * 1000)
      return { status: 400, body: { errors: ["date_happened is older than 18 hours"] } };
    this.kept.push({
      ...{ tags, status, date, message: `${title}\n${text}`, attributes: { title } },
      ...{ service: "", host: "", source: "" },
    });
    return { status: 202, body: { status: "ok", event: { id: randomUUID() } } };
  }

  /** Every event, in the form in which events are searched. */
  searchable(): readonly Found[] {
    return this.kept;
  }
}

function read(body: unknown): unknown {
  if (!Buffer.isBuffer(body)) return body;
  try {
    return JSON.parse(body.toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}
