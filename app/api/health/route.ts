/** The process is alive; says nothing of the database. */
export function GET(): Response {
  return Response.json({ status: "ok" });
}
