// What of Slack's own types becomes slack.json; README.md says how.
import type { HomeView, KnownBlock, ModalView } from "@slack/types";
import type { Manifest as Written } from "@slack/web-api/dist/types/request/manifest";

// A view as Slack types it takes blocks of any kind; ours are of kinds that it knows.
type Of<View> = Omit<View, "blocks"> & { blocks: KnownBlock[] };

export type Blocks = KnownBlock[];
export type Home = Of<HomeView>;
export type Manifest = Pick<Written, keyof Written>; // without what lets it hold any other key
export type Modal = Of<ModalView>;
