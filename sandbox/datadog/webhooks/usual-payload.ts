/** What Datadog sends where a webhook has no payload of its own. */
export const USUAL_PAYLOAD = JSON.stringify({
  body: "$EVENT_MSG",
  last_updated: "$LAST_UPDATED",
  event_type: "$EVENT_TYPE",
  title: "$EVENT_TITLE",
  date: "$DATE",
  org: { id: "$ORG_ID", name: "$ORG_NAME" },
  id: "$ID",
});
