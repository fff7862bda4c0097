#include "store/change_codec.h"

#include "protocol/json.h"
#include "store/store_error.h"

namespace turnkeeper::store {

namespace core = turnkeeper::timekeeper;

namespace {

using protocol::Json;

Json encode(const core::Transfer& transfer) {
  Json turns = Json::array();
  for (const auto& [member, amount] : transfer.turns) {
    turns.push_back(Json::array({member.value, amount.count()}));
  }
  return {{"reserve_ms", transfer.reserve.count()},
          {"closing_ms", transfer.closing.count()},
          {"turns", std::move(turns)}};
}

core::Millis decode_amount(const Json& json) { return core::Millis{json.get<std::int64_t>()}; }

core::Transfer decode_transfer(const Json& json) {
  core::Transfer transfer;
  transfer.reserve = decode_amount(json.at("reserve_ms"));
  transfer.closing = decode_amount(json.at("closing_ms"));
  for (const Json& turn : json.at("turns")) {
    transfer.turns.emplace_back(core::MemberId{turn.at(0).get<std::string>()},
                                decode_amount(turn.at(1)));
  }
  return transfer;
}

}  // namespace

std::string encode_change(const rooms::ChangeResult& result) {
  Json json{{"seq", result.seq}};
  if (result.entry) json["entry"] = result.entry->value;
  if (result.action) json["action"] = result.action->value;
  if (result.vote) json["vote"] = result.vote->value;
  if (result.paid) json["paid"] = encode(*result.paid);
  return json.dump();
}

rooms::ChangeResult decode_change(std::string_view text) {
  try {
    const Json json = Json::parse(text);
    rooms::ChangeResult result;
    result.seq = json.at("seq").get<std::uint64_t>();
    if (json.contains("entry")) result.entry = core::EntryId{json["entry"].get<std::string>()};
    if (json.contains("action")) result.action = core::ActionId{json["action"].get<std::string>()};
    if (json.contains("vote")) result.vote = core::VoteId{json["vote"].get<std::string>()};
    if (json.contains("paid")) result.paid = decode_transfer(json["paid"]);
    return result;
  } catch (const Json::exception&) {
    throw StoreError("The answer to a change that was kept cannot be read.");
  }
}

}  // namespace turnkeeper::store
