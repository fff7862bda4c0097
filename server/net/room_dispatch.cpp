#include "net/room_dispatch.h"

#include <deque>
#include <exception>
#include <optional>
#include <utility>
#include <variant>

#include "net/conduct.h"
#include "net/failure.h"
#include "net/room_channel.h"
#include "net/shown_prices.h"
#include "protocol/event_codec.h"
#include "protocol/limits.h"
#include "protocol/time_text.h"

namespace turnkeeper::net {

// As the table of limits says.
static_assert(rooms::Room::kMostWaiting == 64 && rooms::Room::kMostChanges == 3'000);
namespace {

using protocol::CloseCode;
using protocol::Error;
using protocol::Json;
namespace limits = protocol::limits;

Json result_of(const rooms::ChangeResult& change) {
  Json result = {{"seq", change.seq}};
  if (change.entry) result["entry"] = change.entry->value;
  if (change.action) result["action"] = change.action->value;
  if (change.vote) result["vote"] = change.vote->value;
  if (change.paid) result["paid"] = protocol::encode_transfer(*change.paid);
  return result;
}

Error rate_limited(core::Millis wait) {
  Error error = protocol::error_of("rate_limited");
  error.data["retry_after_ms"] = wait.count();
  return error;
}

class RoomDispatch : public Conversation {
 public:
  RoomDispatch(FrameSocket& socket, Newcomer newcomer, RoomPorts ports)
      : ports_(std::move(ports)),
        session_(std::move(newcomer.session)),
        address_(std::move(newcomer.address)),
        place_(std::move(newcomer.place)),
        guest_{socket, {}, {}, false},
        conduct_(ports_.clock.now()),
        self_(std::make_shared<RoomDispatch*>(this)) {
    join_deadline_ =
        ports_.alarm.set(ports_.clock.now() + limits::kJoin, [self = std::weak_ptr{self_}] {
          if (const auto living = self.lock()) (*living)->close(CloseCode::silent);
        });
  }

  void hear(std::string_view text) override {
    const Conduct::Pace pace = conduct_.heard(ports_.clock.now());
    if (pace == Conduct::Pace::flood) return close(CloseCode::flood);
    if (joining_) return hold(text, pace);
    understand(text, pace);
  }

  void hear_control() override {
    if (conduct_.heard(ports_.clock.now()) == Conduct::Pace::flood) close(CloseCode::flood);
  }

  std::vector<Frame> catch_up() override {
    const RoomChannel* const channel = ports_.channels.find(session_);
    if (!joined_ || channel == nullptr) return {};
    return channel->picture(guest_);
  }

  void quiet(core::Instant last_heard) override {
    if (!counts_ || std::exchange(quiet_, true)) return;
    if (rooms::Room* const room = ports_.rooms.if_open(session_)) {
      room->disconnected(*guest_.member, true, last_heard);
    }
  }

  void heard_again() override {
    if (!std::exchange(quiet_, false)) return;
    if (rooms::Room* const room = ports_.rooms.if_open(session_)) {
      room->connected(*guest_.member);
    }
  }

  void ended(core::Instant last_heard) override {
    self_.reset();
    joining_.reset();
    held_.clear();
    place_.reset();
    ports_.alarm.cancel(join_deadline_);
    // No room is opened for a farewell.
    RoomChannel* const channel = ports_.channels.find(session_);
    if (channel == nullptr || !channel->leave(guest_) || !counts_ || quiet_) return;
    if (rooms::Room* const room = ports_.rooms.if_open(session_)) {
      room->disconnected(*guest_.member, left_by_themselves_, last_heard);
    }
  }

 private:
  /// What is answered, when nothing else of the request is left.
  struct Asked {
    Json id;
    std::string_view method;
  };

  /// Somebody at the door, while it is looked up who they are, and their room is opened.
  struct Joining {
    Asked asked;
    protocol::RoomJoin join;
  };

  void understand(std::string_view text, Conduct::Pace pace) {
    auto read = protocol::read_request(text);
    if (auto* const bad = std::get_if<protocol::BadRequest>(&read)) {
      const bool too_fast = pace == Conduct::Pace::too_fast;
      return refuse(bad->id, "", too_fast ? rate_limited(conduct_.wait()) : std::move(bad->error));
    }
    const auto& request = std::get<protocol::Request>(read);
    if (pace == Conduct::Pace::too_fast) {
      return refuse(request.id, request.method->name, rate_limited(conduct_.wait()));
    }
    attempt({request.id, request.method->name}, [&] { take(request); });
  }

  struct Held {
    std::string text;
    Conduct::Pace pace;
  };

  /// Whatever `work` throws is what was asked answered with.
  template <class Work>
  void attempt(const Asked& asked, const Work& work) {
    try {
      work();
    } catch (const rooms::DamagedJournal& damage) {
      ports_.log(LogLevel::error, damage.what());
      refuse(asked, protocol::error_of("data_damaged"));
      close(CloseCode::data_damaged);
    } catch (const std::exception& failure) {
      ports_.log(LogLevel::error, std::string{"A request failed: "} + failure.what());
      refuse(asked, protocol::error_of("storage_unavailable"));
      if (!joined_) close(CloseCode::restart);
    }
  }

  /// Said behind a join, before its answer: heard after it.
  void hold(std::string_view text, Conduct::Pace pace) {
    constexpr std::size_t kOverhead = 64;  // of each, or many small ones would take much
    held_bytes_ += text.size() + kOverhead;
    if (held_bytes_ > limits::kHeldBytes) return close(CloseCode::flood);
    held_.push_back({std::string{text}, pace});
  }

  void hear_held() {
    while (!joining_ && !held_.empty()) {
      const Held said = std::move(held_.front());
      held_.pop_front();
      understand(said.text, said.pace);
    }
  }

  /// Nothing is heard after it, nor is a join that is under way answered.
  void close(CloseCode code) {
    joining_.reset();
    held_.clear();
    guest_.socket.close(code);
  }

  void take(const protocol::Request& request) {
    const bool allowed =
        joined_ ? request.method->allows(guest_.caller)
                : request.method->name == "room.join" || request.method->name == "clock.sync";
    if (!allowed) {
      return refuse(request, protocol::error_of(joined_ ? "not_allowed" : "not_joined"));
    }
    auto decoded = request.method->decode(request.params);
    if (auto* const error = std::get_if<Error>(&decoded)) return refuse(request, *error);
    std::visit([&](auto& call) { act(request, call); }, std::get<protocol::Call>(decoded));
  }

  void act(const protocol::Request& request, const protocol::ClockSync&) {
    accept(request.id, request.method->name, {{"server_now", server_now()}});
  }

  void act(const protocol::Request& request, const protocol::RoomLeave&) {
    left_by_themselves_ = true;
    accept(request.id, request.method->name, Json::object());
    close(CloseCode::normal);
  }

  void act(const protocol::Request& request, const protocol::TimePreview& preview) {
    rooms::Room* const room = open_room(request);
    if (room == nullptr) return;
    auto foreseen = room->foresee({*guest_.member, preview.command});
    if (auto* rejection = std::get_if<core::Rejection>(&foreseen)) {
      if (rejection->fault) rejection->fault->field.insert(0, "params.");
      return refuse(request, protocol::error_of(*rejection));
    }
    prices_.note(request.params.at("call"), request.params.value("params", Json::object()),
                 ports_.clock.now());
    accept(request.id, request.method->name,
           protocol::encode_preview(room->session(), std::get<core::Session>(foreseen),
                                    ports_.clock.now()));
  }

  /// The room of somebody who has joined; nullptr if it broke down, and the request is refused:
  /// everybody is sent away then, and finds it opened again.
  rooms::Room* open_room(const protocol::Request& request) {
    rooms::Room* const room = ports_.rooms.if_open(session_);
    if (room == nullptr) {
      refuse(request, protocol::error_of("storage_unavailable"));
      ports_.rooms.find(session_, [](const auto&) {});
    }
    return room;
  }

  void act(const protocol::Request& request, protocol::Change& change) {
    rooms::Room* const room = open_room(request);
    if (room == nullptr) return;
    const auto priced_at =
        change.plan ? prices_.shown_at(request.method->name, request.params) : std::nullopt;
    room->handle({*guest_.member, std::move(change.command), change.plan, priced_at},
                 std::move(change.id),
                 [self = std::weak_ptr{self_}, id = request.id,
                  method = request.method->name](const rooms::Answer& answer) {
                   const auto living = self.lock();
                   if (living) (*living)->pass_on(id, method, answer);
                 });
  }

  void act(const protocol::Request& request, const protocol::RoomJoin& join) {
    if (joined_) return refuse(request, protocol::error_of("already_joined"));
    knock({{request.id, request.method->name}, join});
  }

  /// Asks who they are. What takes its time at the door ends in `goes_on`.
  void knock(Joining joining) {
    joining_ = std::move(joining);
    ports_.gatekeeper.admit(
        session_, joining_->join.token,
        [self = std::weak_ptr{self_}](rooms::Outcome<std::optional<Pass>> who) {
          const auto living = self.lock();
          if (!living) return;
          (*living)->goes_on([&](Joining& waiting) { (*living)->let_in(waiting, who.get()); });
        });
  }

  /// The next step of a join. When it has led to an answer, whatever was said meanwhile is heard.
  template <class Step>
  void goes_on(const Step& step) {
    if (!joining_) return;
    Joining joining = *std::exchange(joining_, std::nullopt);
    const Asked asked = joining.asked;  // which a step that goes on takes along
    attempt(asked, [&] { step(joining); });
    hear_held();
  }

  void let_in(Joining& joining, const std::optional<Pass>& pass) {
    if (!pass) return turn_away(joining.asked);
    // It looks at the clock first: the machine may have slept until just now.
    if (rooms::Room* const open = ports_.rooms.if_open(session_)) open->alive();
    rooms::Room* const room = ports_.rooms.if_open(session_);
    RoomChannel* const channel = ports_.channels.find(session_);
    if (room == nullptr || channel == nullptr) return wait_for_room(std::move(joining));
    if (room->catches_up()) return wait_until_caught_up(std::move(joining), *room);
    guest_.caller = pass->caller;
    guest_.member = pass->member;
    guest_.seated = pass->seated;
    if (!channel->has_place_for(guest_)) {
      return close(CloseCode::too_many_connections);
    }
    enter(joining, *pass, *room, *channel);
  }

  /// Nobody is shown a clock that ran while nobody was here. Then as below.
  void wait_until_caught_up(Joining joining, rooms::Room& room) {
    joining_ = std::move(joining);
    room.once_caught_up([self = std::weak_ptr{self_}] {
      const auto living = self.lock();
      if (!living) return;
      (*living)->goes_on([&](Joining& waiting) { (*living)->knock(std::move(waiting)); });
    });
  }

  /// And then asks again who they are: their link may have been revoked meanwhile. Should the room
  /// not stay open for so long, over and over, the deadline of the join ends it.
  void wait_for_room(Joining joining) {
    joining_ = std::move(joining);
    ports_.rooms.find(session_, [self = std::weak_ptr{self_}](rooms::Registry::Found found) {
      const auto living = self.lock();
      if (!living) return;
      (*living)->goes_on([&](Joining& waiting) {
        if (found.get() == nullptr) return (*living)->say_it_is_over(waiting.asked);
        (*living)->knock(std::move(waiting));
      });
    });
  }

  void say_it_is_over(const Asked& asked) {
    refuse(asked, protocol::error_of("session_ended"));
    close(CloseCode::room_ended);
  }

  void turn_away(const Asked& asked) {
    if (const auto wait = ports_.attempts.failed(address_)) {
      refuse(asked, rate_limited(*wait));
      return close(CloseCode::flood);
    }
    refuse(asked, protocol::error_of("credential_invalid"));
    close(CloseCode::credential_invalid);
  }

  void enter(const Joining& joining, const Pass& pass, rooms::Room& room, RoomChannel& channel) {
    Json welcome = channel.enter(guest_, joining.join.resume, room);
    joined_ = true;
    place_.reset();
    ports_.alarm.cancel(join_deadline_);
    welcome["server_now"] = server_now();
    welcome["role"] = protocol::name(guest_.caller);
    if (guest_.member) welcome["member"] = guest_.member->value;
    accept(joining.asked.id, joining.asked.method, welcome);
    channel.tell_seat(guest_);
    channel.tell_trouble(guest_);
    if (!guest_.member) return;
    if (!room.session().participants.contains(*guest_.member)) take_seat(pass, room);
    room.connected(*guest_.member);
    counts_ = true;
  }

  /// Somebody who joined the circle while this room was open.
  void take_seat(const Pass& pass, rooms::Room& room) {
    room.seat({*pass.member, pass.role, pass.seated}, pass.person,
              [self = std::weak_ptr{self_}](const rooms::Answer& answer) {
                const auto living = self.lock();
                // Without a seat nothing would work here; they try again by coming back. A session
                // that is over takes nobody in, and they see how it ended.
                if (living && std::holds_alternative<rooms::Failure>(answer)) {
                  (*living)->close(CloseCode::restart);
                }
              });
  }

  void pass_on(const Json& id, std::string_view method, const rooms::Answer& answer) {
    if (const auto* const change = std::get_if<rooms::ChangeResult>(&answer)) {
      accept(id, method, result_of(*change));
    } else if (const auto* const rejection = std::get_if<core::Rejection>(&answer)) {
      refuse(id, method, protocol::error_of(*rejection));
    } else {
      refuse(id, method, protocol::error_of(reason_of(std::get<rooms::Failure>(answer))));
    }
  }

  void accept(const Json& id, std::string_view method, const Json& result) {
    conduct_.good();
    count(method, "ok");
    guest_.socket.send_reply(make_frame(protocol::answer(id, result)));
  }

  void refuse(const protocol::Request& request, const Error& error) {
    refuse(request.id, request.method->name, error);
  }

  void refuse(const Asked& asked, const Error& error) { refuse(asked.id, asked.method, error); }

  void refuse(const Json& id, std::string_view method, const Error& error) {
    count(method, error.reason);
    ports_.log(LogLevel::debug, "A call was refused: " +
                                    (method.empty() ? std::string{} : std::string{method} + ' ') +
                                    error.reason + '.');
    guest_.socket.send_reply(make_frame(protocol::refusal(id, error)));
    if (const auto verdict = conduct_.answered(error)) close(*verdict);
  }

  void count(std::string_view method, std::string_view outcome) {
    ports_.metrics
        .counter("turnkeeper_calls_total", "Calls of clients by method and outcome.",
                 {{"method", std::string{method}}, {"outcome", std::string{outcome}}})
        .add();
  }

  std::string server_now() const { return protocol::to_text(ports_.clock.now()); }

  RoomPorts ports_;
  core::SessionId session_;
  std::string address_;
  NotJoined::Place place_;
  Guest guest_;
  Conduct conduct_;
  ShownPrices prices_;
  std::shared_ptr<RoomDispatch*>
      self_;  ///< for whoever answers later; gone when the conversation has ended
  rooms::Alarm::Ticket join_deadline_ = 0;
  std::optional<Joining> joining_;
  std::deque<Held> held_;
  std::size_t held_bytes_ = 0;  ///< in all
  bool joined_ = false;
  bool counts_ = false;  ///< as a connection of its member
  bool left_by_themselves_ = false;
  bool quiet_ = false;  ///< the room has been told that nobody is here by this connection
};

}  // namespace

std::unique_ptr<Conversation> talk_to_room(FrameSocket& socket, Newcomer newcomer,
                                           RoomPorts ports) {
  return std::make_unique<RoomDispatch>(socket, std::move(newcomer), std::move(ports));
}

}  // namespace turnkeeper::net
