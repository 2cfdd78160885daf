import type { Metadata } from "next";
import { EditGateway } from "@/components/gateway/edit-gateway";

interface Props {
  params: Promise<{ vc: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Edit ${decodeURIComponent((await params).name)}` };
}

export default async function EditGatewayPage({ params }: Props) {
  const { vc, name } = await params;
  return <EditGateway virtualCluster={decodeURIComponent(vc)} name={decodeURIComponent(name)} />;
}
