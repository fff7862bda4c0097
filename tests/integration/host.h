// A server that can be reached on some port, and people who come to it over real sockets.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "client/circle_calls.h"
#include "client/room_view.h"
#include "client/scripted_member.h"

namespace turnkeeper::test {

using client::Json;
using client::Loop;
using client::RoomClient;
using client::ScriptedMember;
using namespace std::chrono_literals;

/// Enough for a busy machine under sanitizers; what a test waits for comes much sooner.
constexpr std::chrono::seconds kPatience{30};
/// What such a machine may add to a time that is measured.
constexpr std::chrono::milliseconds kBusyMachine{50};

/// quick-15 in seconds: for three people, without a breath between turns, moves without delay.
Json short_agenda();
/// The same with stages that last for minutes.
Json slow_agenda();

/// A circle, by its links, and the session that is planned.
struct Circle {
  std::string id;
  std::string session;
  Json links;

  std::string token(const std::string& link) const { return links.at(link).at("token"); }
};

struct Seat {
  std::string member;
  std::string token;
};

class Host {
 public:
  virtual ~Host() = default;

  virtual client::HttpClient http() const = 0;

  Circle circle(const Json& agenda = short_agenda()) const;
  Seat seat(const Circle& circle, const std::string& name, const std::string& link = "invite",
            Json more = Json::object()) const;
  /// What was written down in the session, in order.
  Json journal(const Circle& circle) const;

  /// Runs the clients until `condition` holds. Whether it did in time.
  bool until(const std::function<bool()>& condition, Loop::Millis patience = kPatience) {
    return loop.run_until(condition, patience);
  }

  /// A client on its way into the room.
  std::unique_ptr<RoomClient> connect(const Circle& circle, const Seat& seat,
                                      RoomClient::Listener listener = {});
  /// The same by another way than that of `http`.
  std::unique_ptr<RoomClient> connect_to(const client::Address& address, const Circle& circle,
                                         const Seat& seat, RoomClient::Listener listener = {});
  /// A client in the room. REQUIREs it.
  std::unique_ptr<RoomClient> join(const Circle& circle, const Seat& seat,
                                   RoomClient::Listener listener = {});
  /// A person made of rules, in the room.
  std::unique_ptr<ScriptedMember> person(const Circle& circle, const Seat& seat,
                                         const std::string& name, std::vector<client::Rule> rules);

  /// Asks for a change and waits for the answer. REQUIREs that one comes.
  client::Answer change(RoomClient& who, const std::string& method, Json params = Json::object());
  /// The same with `expect` of the stage that `who` sees.
  client::Answer move(RoomClient& who, const std::string& method, Json params = Json::object());

  Loop loop;
};

/// What a state says of this person's client.
client::RoomView view(const RoomClient& who);
/// A moment as the protocol writes it.
client::Instant instant(const Json& text);

}  // namespace turnkeeper::test
