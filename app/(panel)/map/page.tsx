import type { Metadata } from "next";
import { RoutesMapPage } from "@/components/map/routes-map-page";

export const metadata: Metadata = { title: "Routes map" };

export default function MapPage() {
  return <RoutesMapPage />;
}
