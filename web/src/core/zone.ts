/* Time zones as the server takes them: with their area, or UTC or GMT. Some browsers still name theirs without one. */

const AREAS =
  'Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc|Brazil|Canada|Chile|Mexico|US';
const WITH_AREA = new RegExp(`^(?:${AREAS})(?:/[A-Za-z0-9_+-]+){1,2}$`);

/* Where people of the old names live today. */
const OLD: Record<string, string> = {
  EST5EDT: 'America/New_York',
  CST6CDT: 'America/Chicago',
  MST7MDT: 'America/Denver',
  PST8PDT: 'America/Los_Angeles',
  EST: 'America/Panama',
  MST: 'America/Phoenix',
  HST: 'Pacific/Honolulu',
  WET: 'Europe/Lisbon',
  CET: 'Europe/Brussels',
  MET: 'Europe/Brussels',
  EET: 'Europe/Athens',
  Cuba: 'America/Havana',
  Egypt: 'Africa/Cairo',
  Eire: 'Europe/Dublin',
  GB: 'Europe/London',
  Hongkong: 'Asia/Hong_Kong',
  Iceland: 'Atlantic/Reykjavik',
  Iran: 'Asia/Tehran',
  Israel: 'Asia/Jerusalem',
  Jamaica: 'America/Jamaica',
  Japan: 'Asia/Tokyo',
  NZ: 'Pacific/Auckland',
  Poland: 'Europe/Warsaw',
  Portugal: 'Europe/Lisbon',
  PRC: 'Asia/Shanghai',
  ROC: 'Asia/Taipei',
  ROK: 'Asia/Seoul',
  Singapore: 'Asia/Singapore',
  Turkey: 'Europe/Istanbul',
  Zulu: 'UTC',
  UCT: 'UTC',
};

export function isZone(name: string): boolean {
  return name === 'UTC' || name === 'GMT' || WITH_AREA.test(name);
}

/* What a browser says of itself, as the server takes it; nothing if it cannot be told. */
export function zoneOf(browser: string | undefined): string {
  const name = browser ?? '';
  return isZone(name) ? name : (OLD[name] ?? '');
}
