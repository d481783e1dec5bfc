import { redirect } from "next/navigation";

/** A short address to say aloud. */
export default function ConnectPage() {
  redirect("/oauth/device");
}
