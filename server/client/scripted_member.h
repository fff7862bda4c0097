// A person made of rules, who takes part in sessions over a real connection.
//
// A rule looks at the room for an occasion, lets some time go by as people do, looks again, and
// acts, once an occasion. Nobody's rules: a silent member. Everything that takes time is divided by
// the speed, and chance comes from a seed, so a story can be told again.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "client/room_client.h"
#include "client/room_view.h"

namespace turnkeeper::client {

class ScriptedMember;

/// How long somebody takes before they act.
struct Pace {
  Millis least{};
  Millis most{};
};

struct Rule {
  std::string name;  ///< unlike those of the member's other rules
  /// What there is to do, as a name for it; empty if nothing. The same name is acted on once.
  std::function<std::string(const ScriptedMember&)> occasion;
  Pace pace;
  std::function<void(ScriptedMember&)> act;
  double chance = 1.0;  ///< that an occasion is taken at all
};

class ScriptedMember {
 public:
  struct Options {
    std::string name;  ///< for those who watch
    Address address;
    std::string token;
    double speed = 1.0;
    std::uint32_t seed = 0;
    Millis first_backoff{500};
  };

  ScriptedMember(Loop& loop, Options options, std::vector<Rule> rules);
  ~ScriptedMember();
  ScriptedMember(const ScriptedMember&) = delete;
  ScriptedMember& operator=(const ScriptedMember&) = delete;

  /// Connects to the room of `session`, leaving the one before.
  void enter(const std::string& session);
  /// Lets go of the room without a word.
  void go();

  const std::string& name() const { return options_.name; }
  RoomView view() const;
  /// REQUIRES: `enter` was called.
  RoomClient& room() { return *room_; }
  const RoomClient& room() const { return *room_; }

  /// Sends a change. What the server refuses is counted by its reason: rules may be wrong, and
  /// people are.
  void change(const std::string& method, Json params = Json::object());
  /// The same with `expect` of the stage that is seen now.
  void move(const std::string& method, Json params = Json::object());
  /// The day so many days after the server's.
  std::string day_from_now(int days) const;
  /// Any of `choices`, by chance. REQUIRES: there is one.
  const std::string& one_of(const std::vector<std::string>& choices);

  const std::map<std::string, int>& refusals() const { return refusals_; }

  /// Called after each change of what this person sees; for scripts that rules are too small for.
  std::function<void(ScriptedMember&)> on_look;
  /// Called with each room.event.
  std::function<void(const Json& event)> on_event;

 private:
  void look();
  void consider(const Rule& rule);
  void ring(const Rule& rule, const std::string& occasion);
  Millis time_of(Pace pace);
  void forget_timers();

  Loop& loop_;
  Options options_;
  std::vector<Rule> rules_;
  std::mt19937 random_;
  std::unique_ptr<RoomClient> room_;
  std::map<std::string, Loop::Ticket> waiting_;         ///< by rule: one occasion at a time
  std::set<std::pair<std::string, std::string>> done_;  ///< rule and occasion
  std::map<std::string, int> refusals_;
};

}  // namespace turnkeeper::client
