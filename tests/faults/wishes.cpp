#include "tests/faults/wishes.h"

#include "client/room_view.h"

namespace turnkeeper::faults {
namespace {

using protocol::Json;

bool one_in(int many, std::mt19937& chance) {
  return std::uniform_int_distribution<int>(1, many)(chance) == 1;
}

Wish moving(const std::string& method, const client::RoomView& view, Json params = Json::object()) {
  params["expect"] = {{"stage", view.stage()}};
  return {method, std::move(params)};
}

std::optional<Wish> wish_in_turn(const client::RoomView& view, const std::string& words,
                                 std::mt19937& chance) {
  if (view.allows("commit") && (view.mine() || one_in(10, chance))) {
    return Wish{"action.add", {{"what", words}, {"measure", "it is done"}, {"due", "2999-01-01"}}};
  }
  if (!view.mine()) {
    if (!view.my_hand_is_up() && one_in(4, chance)) return Wish{"hand.raise", Json::object()};
    return Wish{"question.ask", {{"text", words}}};
  }
  if (!view.queue().empty() && one_in(2, chance)) return Wish{"hand.call", Json::object()};
  return Wish{"challenge.state", {{"text", words}}};
}

}  // namespace

std::optional<Wish> any_wish(const client::RoomClient& who, const std::string& words,
                             std::mt19937& chance) {
  const client::RoomView view{who.state(), who.member()};
  const std::string phase = view.phase();
  const bool leads = who.role() == "facilitator";
  if (phase == "lobby")
    return leads ? std::optional(Wish{"session.start", Json::object()}) : std::nullopt;
  if (phase == "ended")
    return leads ? std::optional(Wish{"session.reopen", Json::object()}) : std::nullopt;
  if (view.paused())
    return leads ? std::optional(Wish{"session.resume", Json::object()}) : std::nullopt;
  if (leads && one_in(12, chance)) return moving("time.extend", view, {{"amount_ms", 1000}});
  if (leads && one_in(40, chance)) return Wish{"session.pause", Json::object()};
  if ((leads || view.mine()) && one_in(12, chance)) return moving("stage.advance", view);
  if (phase == "check_in") return Wish{"checkin.say", {{"text", words}}};
  if (phase == "turn") return wish_in_turn(view, words, chance);
  if (phase == "closing") return Wish{"reflection.write", {{"text", words}}};
  return std::nullopt;
}

}  // namespace turnkeeper::faults
