/* What a closed connection means: whether to come back, and if not, why not. */

export type Verdict = 'come_back' | 'left' | 'refused' | 'credential_invalid' | 'removed' | 'replaced' | 'room_ended' | 'too_many_connections' | 'data_damaged';

export function verdictOf(code: number): Verdict {
  switch (code) {
    case 1000:
      return 'left';
    case 1002:
    case 1003:
    case 1007:
    case 1008:
    case 1009:
    case 1010:
      return 'refused'; // this client misspoke, and would do it again
    case 4501:
      return 'credential_invalid';
    case 4503:
      return 'removed';
    case 4509:
      return 'replaced';
    case 4510:
      return 'room_ended';
    case 4511:
      return 'too_many_connections';
    case 4512:
      return 'data_damaged';
  }
  return code >= 4500 && code <= 4999 ? 'refused' : 'come_back';
}
