#include "tests/simulation/world.h"

#include <algorithm>

#include "protocol/state_codec.h"
#include "tests/property/any_command.h"

namespace turnkeeper::testing {

using core::Millis;
using protocol::Audience;
using protocol::Json;

World::World(std::uint64_t seed, bool told) : around_(told) {
  around_.dice = Dice(seed);
  const int circles = around_.dice.chance(20) ? 2 : 1;
  for (int i = 1; i <= circles; ++i) open_circle(i);
  server_ = std::make_unique<ServerProcess>(around_, disk_, door_);
  let_pass(Millis{3'000});
}

World::~World() = default;

void World::open_circle(int number) {
  auto& circle = circles_.emplace_back();
  auto plan = any_plan(around_.clock.now(), around_.dice);
  circle.session = plan.session = core::SessionId{"s" + std::to_string(number)};
  std::map<core::MemberId, core::Person> people;
  const auto give = [&](const core::MemberId& member, core::Role role, bool seated) {
    const core::Person person{"Member " + member.value, "", ""};
    people[member] = person;
    door_.give(circle.session, member.value,
               {plan.circle, protocol::caller_of(role), member, role, seated, person});
  };
  for (const auto& entry : plan.roster) {
    give(entry.member, entry.role, entry.seated);
    circle.people.push_back(entry.member);
  }
  circle.late.emplace_back("late-1");
  give(circle.late.front(), core::Role::member, around_.dice.chance(80));
  disk_.plan(plan, std::move(people));
  for (const auto& member : std::vector(circle.people)) {
    auto& client = add_client(circle, member.value, member);
    client.come(around_.dice.chance(85) ? around_.millis(0, 2'000) : around_.millis(0, 120'000));
  }
  door_.give(
      circle.session, "display",
      {plan.circle, protocol::Caller::display, std::nullopt, core::Role::observer, false, {}});
  if (around_.dice.chance(30)) {
    add_client(circle, "display", std::nullopt).come(around_.millis(0, 60'000));
  }
}

Client& World::add_client(Circle& circle, const std::string& token,
                          std::optional<core::MemberId> member) {
  const auto number = std::to_string(circle.clients.size() + 1);
  ClientId id{circle.session.value + "/" + token + "#" + number, circle.session, token,
              std::move(member)};
  const auto dial = [this](const std::shared_ptr<Link>& link, const core::SessionId& session) {
    if (!server_) return false;
    server_->accept(link, session);
    return true;
  };
  return *circle.clients.emplace_back(
      std::make_unique<Client>(around_, disk_, dial, std::move(id)));
}

void World::fault(const std::string& what) {
  ++around_.coverage.faults[what];
  around_.story.tell("WORLD", what);
}

void World::let_pass(Millis length) {
  const auto until = around_.clock.now() + length;
  around_.coverage.simulated += length;
  around_.alarm.advance(length, [this] {
    if (const auto& broken = around_.story.broken()) throw Broken(*broken);
  });
  around_.clock.set(std::max(until, around_.clock.now()));
}

void World::let_pass_until_deadline() {
  const auto& session = disk_.stream(around_.dice.pick(circles_).session).witness.session();
  const auto due = core::next_deadline(session);
  const auto left = due ? *due - around_.clock.now() : Millis{1'000};
  let_pass(std::clamp(left + around_.millis(-30, 30), Millis{0}, Millis{3'600'000}));
}

void World::step(std::uint64_t seed) {
  around_.dice = Dice(seed);
  auto& dice = around_.dice;
  const int kind = dice.between(1, 100);
  if (kind <= 46) {
    for (int i = dice.between(1, 3); i > 0; --i) somebody_wants();
  } else if (kind <= 50) {
    somebody_repeats();
  } else if (kind <= 60) {
    let_pass_until_deadline();
  } else if (kind <= 70) {
    somebody_goes();
  } else if (kind <= 75) {
    somebody_stalls();
  } else if (kind <= 79) {
    another_device();
  } else if (kind <= 81) {
    somebody_late();
  } else if (kind <= 82) {
    everybody_goes();
  } else if (kind <= 90) {
    crash_soon();
  } else if (kind <= 95) {
    trouble_the_disk();
  } else if (kind <= 97) {
    sleep();
  } else if (kind <= 98) {
    return heal();
  } else {
    let_pass(dice.seconds(30, 900));
  }
  let_pass(dice.chance(50) ? around_.millis(0, 1'500) : around_.millis(0, 20'000));
}

void World::somebody_wants() {
  auto& circle = circles_[around_.dice.below(circles_.size())];
  const auto& session = disk_.stream(circle.session).witness.session();
  const auto command = any_command(session, circle.people, around_.clock.now(), around_.dice);
  auto call = call_text(command);
  if (!call) return;
  std::vector<Client*> devices;
  for (const auto& client : circle.clients) {
    if (client->id().member == command.by && !client->over()) devices.push_back(client.get());
  }
  if (devices.empty()) return;
  auto& client = *around_.dice.pick(devices);
  client.want(*std::move(call));
  if (around_.dice.chance(10)) client.sync_clock();
  if (around_.dice.chance(10)) client.repeat(client.made().back());  // an impatient finger
}

/// From any device of the seat that made it.
void World::somebody_repeats() {
  auto& circle = circles_[around_.dice.below(circles_.size())];
  const auto& maker = *around_.dice.pick(circle.clients);
  if (maker.made().empty()) return;
  const auto& change = around_.dice.pick(maker.made());
  for (const auto& client : circle.clients) {
    if (client->id().member == maker.id().member && around_.dice.chance(70)) {
      client->repeat(change);
    }
  }
}

void World::somebody_goes() {
  auto& circle = circles_[around_.dice.below(circles_.size())];
  auto& client = *around_.dice.pick(circle.clients);
  if (client.link() == nullptr) return;
  switch (around_.dice.below(3)) {
    case 0:
      fault("a connection is cut");
      return client.link()->cut();
    case 1:
      fault("a connection falls silent");
      return client.link()->go_silent();
    default:
      fault("somebody leaves");
      return client.leave(around_.millis(0, 90'000));
  }
}

void World::somebody_stalls() {
  auto& circle = circles_[around_.dice.below(circles_.size())];
  auto& client = *around_.dice.pick(circle.clients);
  if (client.link() == nullptr) return;
  fault("somebody does not read");
  client.link()->stall(around_.millis(100, 60'000));
}

void World::another_device() {
  auto& circle = circles_[around_.dice.below(circles_.size())];
  const auto id = around_.dice.pick(circle.clients)->id();
  const auto devices =
      std::count_if(circle.clients.begin(), circle.clients.end(),
                    [&](const auto& each) { return each->id().member == id.member; });
  if (circle.clients.size() > 12 || devices >= 4) return;  // a fifth is refused for good
  fault("another device of a seat");
  add_client(circle, id.token, id.member).come(around_.millis(0, 2'000));
}

void World::somebody_late() {
  auto& circle = circles_[around_.dice.below(circles_.size())];
  if (circle.late.empty()) return;
  const auto member = circle.late.back();
  circle.late.pop_back();
  circle.people.push_back(member);
  fault("somebody takes a seat late");
  add_client(circle, member.value, member).come(Millis{0});
}

void World::everybody_goes() {
  fault("everybody goes");
  auto& circle = circles_[around_.dice.below(circles_.size())];
  const int longest = around_.dice.chance(50) ? 30'000 : 2'400'000;
  for (const auto& client : circle.clients) client->leave(around_.millis(longest / 2, longest));
}

/// At once, or in the middle of the next write: before it, or before anybody hears of it.
void World::crash_soon() {
  if (crashing_) return;
  crashing_ = true;
  const auto down =
      around_.dice.chance(60) ? around_.millis(50, 5'000) : around_.millis(50, 300'000);
  const auto now = [this, down] { crash(down); };
  switch (around_.dice.below(4)) {
    case 0:
      return around_.after(around_.millis(0, 2'000), now);
    case 1:
      disk_.crash_at(Disk::Moment::before_write, now);
      break;
    default:
      disk_.crash_at(Disk::Moment::after_write, now);
  }
  somebody_wants();
}

void World::crash(Millis down) {
  crashing_ = false;
  if (!server_) return;
  fault("the server is killed");
  down_since_ = around_.clock.now();
  server_.reset();
  around_.after(around_.calm ? Millis{50} : down, [this] { start_again(); });
}

void World::start_again() {
  if (server_) return;
  for (auto& [id, stream] : disk_.streams()) {
    stream.witness.untrusted(down_since_, around_.clock.now());
  }
  around_.story.tell("WORLD", "the server is back");
  server_ = std::make_unique<ServerProcess>(around_, disk_, door_);
}

/// The machine sleeps, and what should have happened meanwhile happens when it wakes.
void World::sleep() {
  const auto since = around_.clock.now();
  around_.clock.advance(around_.dice.seconds(10, 600));
  around_.coverage.simulated += around_.clock.now() - since;
  fault("the machine slept");
  if (!server_) return;
  for (auto& [id, stream] : disk_.streams()) stream.witness.untrusted(since, around_.clock.now());
}

void World::trouble_the_disk() {
  if (around_.dice.chance(30)) {
    fault("the disk is slow");
    disk_.slow(true);
    return around_.after(around_.millis(1'000, 30'000), [this] { disk_.slow(false); });
  }
  if (around_.dice.chance(20)) {
    fault("the disk cannot be read");
    disk_.refuse_reads(true);
    return around_.after(around_.millis(100, 30'000), [this] { disk_.refuse_reads(false); });
  }
  fault("the disk refuses");
  disk_.refuse(true);
  around_.after(around_.millis(100, 60'000), [this] { disk_.refuse(false); });
}

void World::heal() {
  around_.story.tell("WORLD", "heals");
  around_.calm = true;
  disk_.refuse(false);
  disk_.refuse_reads(false);
  disk_.slow(false);
  disk_.crash_at(Disk::Moment::none, {});
  crashing_ = false;
  start_again();
  for (auto& circle : circles_) {
    for (const auto& client : circle.clients) {
      client->come(Millis{0});
      if (client->link() != nullptr) client->link()->read_on();
    }
  }
  let_pass(Millis{60'000});
  constexpr int kMostWaits = 2'000;
  for (int waits = 0; !quiet(); ++waits) {
    if (waits == kMostWaits) throw Broken("the world is well, and there is no peace");
    let_pass(Millis{20});
  }
  for (auto& circle : circles_) check_agreement(circle);
  around_.calm = false;
}

bool World::quiet() {
  if (!server_) return false;
  for (auto* room : server_->rooms().rooms()) {
    if (!room->idle()) return false;
  }
  for (const auto& circle : circles_) {
    for (const auto& client : circle.clients) {
      if (client->over()) continue;
      if (!client->joined() || !client->owes_nothing() || !client->link()->quiet()) return false;
    }
  }
  return true;
}

void World::check_agreement(Circle& circle) {
  auto& stream = disk_.stream(circle.session);
  stream.witness.check_nothing_eaten();
  const auto replayed = *disk_.read(circle.session);
  if (replayed.session != stream.witness.session()) throw Broken("the journal reads differently");
  if (auto* const room = server_->rooms().if_open(circle.session)) {
    if (room->seq() != replayed.seq || room->session() != replayed.session) {
      throw Broken("the room is not what is on disk");
    }
  }
  const auto everyone =
      protocol::encode_state(replayed.session, replayed.wordbook, Audience::room).dump();
  const auto display =
      protocol::encode_state(replayed.session, replayed.wordbook, Audience::display).dump();
  for (const auto& client : circle.clients) {
    const auto& truth = client->is_display() ? display : everyone;
    if (client->over() && client->seq() != replayed.seq && !replayed.session.ended_at) continue;
    if (client->seq() != replayed.seq || client->state().dump() != truth) {
      around_.story.tell(client->id().name, "has " + client->state().dump());
      around_.story.tell("disk", "has " + truth);
      throw Broken(client->id().name + " is at " + std::to_string(client->seq()) + " of " +
                   std::to_string(replayed.seq) + " and does not see what is on disk");
    }
  }
}

}  // namespace turnkeeper::testing
