#include "api/answering.h"

#include <exception>
#include <memory>
#include <string>
#include <utility>

#include "api/refusal.h"
#include "rooms/registry.h"
#include "store/store_error.h"

namespace turnkeeper::api {

void answering(const net::Log& log, const net::HttpReply& reply,
               const std::function<void()>& work) {
  try {
    work();
  } catch (const Refused& refusal) {
    reply(refusal.response());
  } catch (const rooms::DamagedJournal& damage) {
    log(net::LogLevel::error, damage.what());
    reply(refused("data_damaged").response());
  } catch (const rooms::NoAnswer& error) {
    log(net::LogLevel::error, error.what());
    reply(refused("storage_unavailable").response());
  } catch (const store::StoreError& error) {
    log(net::LogLevel::error, error.what());
    reply(refused(error.is_damage() ? "data_damaged" : "storage_unavailable").response());
  } catch (const std::exception& error) {
    log(net::LogLevel::error, std::string{"A request failed: "} + error.what());
    reply(refused("internal_error").response());
  }
}

net::HttpReply once(net::HttpReply reply) {
  auto still_to_come = std::make_shared<net::HttpReply>(std::move(reply));
  return [still_to_come](net::HttpResponse response) {
    if (!*still_to_come) return;
    std::exchange(*still_to_come, nullptr)(std::move(response));
  };
}

}  // namespace turnkeeper::api
