import type { Metadata } from "next";
import { EventsPage } from "@/components/event/events-page";

export const metadata: Metadata = { title: "Events" };

export default function Page() {
  return <EventsPage />;
}
