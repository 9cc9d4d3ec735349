/** A page of the site. */
export interface SitePage {
  /** Below the site, such as `guides/nextjs.md`. */
  readonly path: string;
  readonly title: string;
  /** The first paragraph. */
  readonly summary: string;
  /** Path of the Markdown in the repository. Generated pages have none. */
  readonly source?: string;
}

/** Pages under one heading of the menu. */
export interface SiteGroup {
  readonly title: string;
  readonly isFolded?: boolean;
  readonly pages: readonly SitePage[];
}

/** The part of the configuration that the theme reads. */
export interface SiteTheme {
  readonly repository: string;
  readonly version: string;
  readonly groups: readonly SiteGroup[];
}
