#include "net/connections.h"

#include <utility>

namespace turnkeeper::net {

void Connections::add(std::shared_ptr<Connection> connection) {
  const Connection* const key = connection.get();
  connections_.emplace(key, std::move(connection));
  open_.set(static_cast<std::int64_t>(connections_.size()));
}

void Connections::remove(const Connection* connection) {
  if (connections_.erase(connection) == 0) return;
  open_.set(static_cast<std::int64_t>(connections_.size()));
  if (connections_.empty() && on_empty_) on_empty_();
}

// Over a copy: whoever closes takes itself off the list.
void Connections::drain_all() {
  const auto all = connections_;
  for (const auto& [key, connection] : all) connection->drain();
}

void Connections::give_way_all() {
  const auto all = connections_;
  for (const auto& [key, connection] : all) connection->give_way();
}

void Connections::abort_all() {
  const auto all = std::exchange(connections_, {});
  for (const auto& [key, connection] : all) connection->abort();
  open_.set(0);
}

}  // namespace turnkeeper::net
