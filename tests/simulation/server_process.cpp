#include "tests/simulation/server_process.h"

#include "protocol/time_text.h"

namespace turnkeeper::testing {

std::optional<net::Pass> Door::admit(const core::SessionId& session, std::string_view token) {
  const auto found = passes_.find({session, std::string{token}});
  return found == passes_.end() ? std::nullopt : std::optional(found->second);
}

void Door::give(const core::SessionId& session, std::string_view token, net::Pass pass) {
  passes_[{session, std::string{token}}] = std::move(pass);
}

ServerProcess::ServerProcess(Surroundings& around, Disk& disk, Door& door)
    : around_(around),
      disk_(disk),
      door_(door),
      channels_("epoch-1", protocol::to_text(around.clock.now()), metrics_),
      rooms_(around.clock, around.alarm, disk, disk, channels_,
             [&around](const std::string& sentence) { around.story.broke(sentence); }),
      attempts_(around.clock) {
  rooms_.expect(disk.last_mark());
  take_up();
  pulse();
  tick();
}

ServerProcess::~ServerProcess() {
  around_.alarm.cancel(pulsing_);
  around_.alarm.cancel(ticking_);
  around_.alarm.cancel(taking_up_);
  disk_.lose_what_is_in_flight();
  for (const auto& link : links_) link->server_died();
}

/// One room at each step of the world: members may come before theirs is open.
void ServerProcess::take_up() {
  if (!rooms_.take_up_next()) return;
  taking_up_ = around_.alarm.set(around_.clock.now(), [this] { take_up(); });
}

void ServerProcess::pulse() {
  rooms_.pulse();
  pulsing_ = around_.alarm.set(around_.clock.now() + rooms::Registry::kPulse, [this] { pulse(); });
}

void ServerProcess::tick() {
  if (rooms_.tick()) disk_.mark_of_life(around_.clock.now());
  ticking_ = around_.alarm.set(around_.clock.now() + rooms::Registry::kTick, [this] { tick(); });
}

void ServerProcess::accept(const std::shared_ptr<Link>& link, const core::SessionId& session) {
  std::erase_if(links_, [](const auto& each) { return each.use_count() == 1; });
  links_.push_back(link);
  const auto log = [this](net::LogLevel level, std::string_view sentence) {
    if (level == net::LogLevel::error) around_.story.broke(std::string{sentence});
  };
  link->accept([&](net::FrameSocket& socket) {
    return net::talk_to_room(
        socket, {session, "192.0.2.1", nullptr},
        {around_.clock, around_.alarm, rooms_, channels_, door_, attempts_, metrics_, log});
  });
}

}  // namespace turnkeeper::testing
