#include "protocol/close_code.h"

namespace turnkeeper::protocol {

std::string_view sentence(CloseCode code) {
  switch (code) {
    case CloseCode::normal:
      return "You left.";
    case CloseCode::protocol_error:
      return "That was no WebSocket frame.";
    case CloseCode::not_text:
      return "Only text messages are understood here.";
    case CloseCode::not_utf8:
      return "The text was not UTF-8.";
    case CloseCode::policy:
      return "Too many calls that this role may not make.";
    case CloseCode::too_big:
      return "A message may have at most 16 KiB.";
    case CloseCode::restart:
      return "The server cannot go on with this connection. Come back in a moment.";
    case CloseCode::silent:
      return "Nothing was heard from you for too long. Come back.";
    case CloseCode::flood:
      return "Too much at once. Come back more slowly.";
    case CloseCode::slow_reader:
      return "The connection could not keep up. Come back.";
    case CloseCode::bad_messages:
      return "Ten messages in a row could not be understood.";
    case CloseCode::credential_invalid:
      return "This link does not open this room.";
    case CloseCode::removed:
      return "You are no longer part of this circle.";
    case CloseCode::taken_over:
      return "This connection was replaced by a newer one.";
    case CloseCode::room_ended:
      return "The session has ended.";
    case CloseCode::too_many_connections:
      return "This place is open in too many windows already.";
    case CloseCode::data_damaged:
      return "What is saved of this session is damaged.";
  }
  return {};
}

}  // namespace turnkeeper::protocol
