// A member's program, written from the protocol alone: it joins, comes back where it was, keeps the
// state by patches, and sends again what was not answered. It reports whatever a client must never
// see.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "protocol/json.h"
#include "tests/simulation/call_text.h"
#include "tests/simulation/disk.h"
#include "tests/simulation/link.h"

namespace turnkeeper::testing {

struct ClientId {
  std::string name;  ///< of this device, for the story
  core::SessionId session;
  std::string token;
  std::optional<core::MemberId> member;  ///< nobody, for a display
};

/// A change that somebody asked for.
struct Change {
  std::string id;
  CallText call;
};

class Client : public Listener {
 public:
  /// Connects to the server, if there is one.
  using Dial = std::function<bool(const std::shared_ptr<Link>&, const core::SessionId&)>;

  Client(Surroundings& around, Disk& disk, Dial dial, ClientId id);

  /// Comes, after `delay`, and from then on comes back whenever it is thrown out.
  void come(core::Millis delay);
  /// Sends a change, now or once it is in the room.
  void want(CallText call);
  /// Sends a change of its seat again, answered or not.
  void repeat(const Change& change);
  void sync_clock();
  /// Says goodbye, and stays away for so long.
  void leave(core::Millis away);

  void hear(const net::Frame& frame) override;
  void gone(std::optional<protocol::CloseCode> code) override;

  Link* link() { return link_.get(); }
  bool is_display() const { return !id_.member; }
  bool joined() const { return joined_; }
  /// The room is closed for good.
  bool over() const { return over_; }
  bool owes_nothing() const { return sent_.empty(); }
  const ClientId& id() const { return id_; }
  std::uint64_t seq() const { return seq_; }
  const protocol::Json& state() const { return state_; }
  const std::vector<Change>& made() const { return made_; }

 private:
  struct Sent {
    std::string method;
    std::optional<Change> change;
    bool was_done = false;  ///< the change was on disk already when it was sent
    core::Instant at;
  };

  core::Instant own_clock() const { return around_.clock.now() + clock_error_; }
  void dial();
  void call(Sent sent, protocol::Json params);
  void send(const Change& change);
  void hear_answer(const Sent& sent, const protocol::Json& message);
  void hear_welcome(const protocol::Json& result);
  void hear_time(const Sent& sent, const protocol::Json& result);
  void hear_result(const Sent& sent, const protocol::Json& result);
  void hear_refusal(const Sent& sent, const protocol::Json& error);
  void take_event(const protocol::Json& params);
  void take_state(const protocol::Json& params);
  void broke(const std::string& what);

  Surroundings& around_;
  Disk& disk_;
  Dial dial_;
  ClientId id_;
  core::Millis clock_error_;
  std::shared_ptr<Link> link_;
  std::string epoch_;
  std::string run_;
  std::uint64_t seq_ = 0;
  protocol::Json state_;
  std::vector<Change> made_;
  std::vector<Change> unanswered_;
  std::map<int, Sent> sent_;                       ///< on this connection, by the id of the request
  std::map<std::string, protocol::Json> results_;  ///< by change
  std::optional<core::Millis> offset_;
  core::Millis back_after_{};  ///< when it left of its own accord
  std::optional<core::Instant> comes_at_;
  int last_request_ = 0;
  int last_change_ = 0;
  bool joined_ = false;
  bool over_ = false;
};

}  // namespace turnkeeper::testing
