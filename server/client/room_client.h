// One seat's place in a room: joins, stays in step, changes things once, and comes back by itself.
//
//            connect()                joined                  cut, or closed to come back
//     away ────────────▶ connecting ───────────▶ joined ─────────────────────────────┐
//       ▲                    │                      │                                │
//       │                    └──── closed for good ─┴────▶ gone                      │
//       └────────────────────────────────────────── then, after a delay, connect() ──┘
//
// The other side of protocol/PROTOCOL.md. It knows no method and no event by name but those that
// keep it in step.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>

#include "client/clock_offset.h"
#include "client/web_socket.h"
#include "protocol/json.h"
#include "timekeeper/time.h"

namespace turnkeeper::client {

using protocol::Json;
using timekeeper::Instant;
using timekeeper::Millis;

/// Why a request had no effect: the server's words, or `connection_lost` (code 0) from this side.
struct Refusal {
  int code = 0;
  std::string reason;
  std::string message;
  Json data = Json::object();
};

struct Answer {
  Json result;
  std::optional<Refusal> refusal;

  bool ok() const { return !refusal; }
};

using Answered = std::function<void(const Answer&)>;

class RoomClient {
 public:
  enum class Standing : std::uint8_t { away, connecting, joined, gone };

  struct Options {
    Address address;
    std::string session;
    std::string token;
    Millis first_backoff{500};
    Millis longest_backoff{30'000};
    std::uint32_t seed = 0;          ///< of the jitter
    std::string origin;              ///< empty: none is sent
    std::function<Instant()> clock;  ///< this side's clock, right or wrong; by default the system's
  };

  /// What a program may want to hear of. Any of them may be empty.
  struct Listener {
    std::function<void(const Json& params)> on_event;  ///< a room.event, after it was applied
    std::function<void()> on_changed;  ///< the state, the seat or the standing is another
    std::function<void(const Json& params)> on_notice;
    std::function<void(const Closed&)> on_closed;
  };

  /// What happened on the way, for tests and for those who wonder.
  struct Tally {
    int joins = 0;
    int resumed = 0;  ///< joins that were answered by the events since
    int gaps = 0;     ///< events that did not follow the one before
    int resent = 0;   ///< changes that were sent again
  };

  RoomClient(Loop& loop, Options options, Listener listener);
  ~RoomClient();
  RoomClient(const RoomClient&) = delete;
  RoomClient& operator=(const RoomClient&) = delete;

  void connect();
  /// Cuts the connection without a word and comes back after `away_for`.
  void drop(Millis away_for);
  /// Cuts the connection and does not come back until `connect`. What was not answered stays to be
  /// sent.
  void vanish();
  /// Says goodbye; the server closes.
  void leave();

  /// A request that changes nothing. Refused with `connection_lost` if the connection ends before
  /// the answer, or if there is none.
  void request(const std::string& method, Json params, Answered answered);
  /// A request that changes the room: gets an id, and is sent again after each drop until it is
  /// answered. Returns the id.
  std::string change(const std::string& method, Json params, Answered answered = {});
  /// The same with an id of the caller's, to tell an old change again.
  void change_as(const std::string& id, const std::string& method, Json params,
                 Answered answered = {});

  Standing standing() const { return standing_; }
  bool joined() const { return standing_ == Standing::joined; }
  const Json& state() const { return state_; }
  std::uint64_t seq() const { return seq_; }
  const std::string& epoch() const { return epoch_; }
  const std::string& member() const {
    return member_;
  }  ///< empty for a display, and before the first join
  const std::string& role() const { return role_; }
  const Json& seat() const { return seat_; }  ///< the params of the last seat.state
  std::size_t unanswered() const { return changes_.size(); }
  const Tally& tally() const { return tally_; }
  const std::optional<Closed>& last_close() const { return last_close_; }

  /// The server's time by this side's clock and what is known of its offset.
  Instant server_now() const;
  const ClockOffset& offset() const { return offset_; }

 private:
  struct Sent {
    Instant at;
    Answered answered;
  };
  struct Change {
    std::string id;
    std::string method;
    Json params;
    Answered answered;
    bool sent_before = false;
  };

  void opened();
  void closed(const Closed& closed);
  void received(std::string_view text);
  void answered(const Json& message);
  void notified(const std::string& method, const Json& params);
  void entered(const Answer& answer, Instant sent);
  void apply(const Json& event);
  void start_over();
  void tell_the_time(int samples);
  void send(const std::string& method, const Json& params, Answered answered);
  void send_change(Change& change);
  void settle(const std::string& id, const Answer& answer);
  void cut(Standing standing);
  void come_back(Millis delay);
  Millis next_delay();
  void changed();

  Loop& loop_;
  Options options_;
  Listener listener_;
  Standing standing_ = Standing::away;
  std::unique_ptr<WebSocket> socket_;
  Loop::Ticket timer_ = 0;
  Millis backoff_;
  std::optional<Millis> told_delay_;  ///< by room.closing
  std::mt19937 random_;

  Json state_ = Json::object();
  Json seat_ = Json::object();
  std::string epoch_;  ///< empty while there is no position
  std::string run_;
  std::uint64_t seq_ = 0;
  std::string member_;
  std::string role_;
  ClockOffset offset_;
  Tally tally_;
  std::optional<Closed> last_close_;

  int last_id_ = 0;
  std::map<int, Sent> sent_;   ///< on this connection, not answered yet
  std::string change_prefix_;  ///< unlike any other client's
  int last_change_ = 0;
  std::deque<Change> changes_;  ///< not answered yet, oldest first
};

}  // namespace turnkeeper::client
