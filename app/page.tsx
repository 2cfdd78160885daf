import { redirect } from "next/navigation";

/** The panel opens on what one works with. */
export default function HomePage() {
  redirect("/virtual-clusters");
}
