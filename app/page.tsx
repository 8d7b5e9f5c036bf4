import { redirect } from "next/navigation";

/** The registry is where an administrator's day begins. */
export default function Home() {
  redirect("/licenses");
}
