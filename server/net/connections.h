// All open connections of the server, so that it can end them.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>

#include "net/metrics.h"

namespace turnkeeper::net {

class Connection {
 public:
  virtual ~Connection() = default;
  /// The server goes down: finish what was begun, and close.
  virtual void drain() = 0;
  /// Its place is needed: close, if its other end has not asked for anything yet.
  virtual void give_way() = 0;
  /// Close now. The conversation ends with it, which tells the channel and the room: so both have
  /// to be there still.
  virtual void abort() = 0;
};

class Connections {
 public:
  explicit Connections(Metric& open) : open_(open) {}

  void add(std::shared_ptr<Connection> connection);
  void remove(const Connection* connection);
  std::size_t size() const { return connections_.size(); }

  void drain_all();
  void give_way_all();
  void abort_all();
  /// Called each time the last one goes.
  void on_empty(std::function<void()> act) { on_empty_ = std::move(act); }

 private:
  std::map<const Connection*, std::shared_ptr<Connection>> connections_;
  std::function<void()> on_empty_;
  Metric& open_;
};

}  // namespace turnkeeper::net
