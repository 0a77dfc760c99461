// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/icons.h"

namespace bedside::ui {

std::string_view file_of(flow::Icon icon)
{
    switch (icon) {
    case flow::Icon::none:
        return {};
    case flow::Icon::back:
        return "back.outline";
    case flow::Icon::next:
        return "next.outline";
    case flow::Icon::up:
        return "up.outline";
    case flow::Icon::down:
        return "down.outline";
    case flow::Icon::check:
        return "check.outline";
    case flow::Icon::cross:
        return "cross.outline";
    case flow::Icon::plus:
        return "plus.outline";
    case flow::Icon::minus:
        return "minus.outline";
    case flow::Icon::speaker:
        return "speaker.outline";
    case flow::Icon::textsize:
        return "textsize.outline";
    case flow::Icon::pause:
        return "pause.outline";
    case flow::Icon::lock:
        return "lock.outline";
    case flow::Icon::unlock:
        return "unlock.outline";
    case flow::Icon::key:
        return "key.outline";
    case flow::Icon::person:
        return "person.outline";
    case flow::Icon::edit:
        return "edit.outline";
    case flow::Icon::hand:
        return "hand.outline";
    case flow::Icon::tablet:
        return "tablet.outline";
    case flow::Icon::hospital:
        return "hospital.outline";
    case flow::Icon::cloud_ok:
        return "cloud_ok.outline";
    case flow::Icon::sync:
        return "sync.outline";
    case flow::Icon::wifi_off:
        return "wifi_off.outline";
    case flow::Icon::battery:
        return "battery.outline";
    case flow::Icon::usb:
        return "usb.outline";
    case flow::Icon::bell:
        return "bell.outline";
    case flow::Icon::alert:
        return "alert.outline";
    case flow::Icon::info:
        return "info.outline";
    case flow::Icon::clock:
        return "clock.outline";
    case flow::Icon::list:
        return "list.outline";
    case flow::Icon::quarantine:
        return "quarantine.outline";
    case flow::Icon::wipe:
        return "wipe.outline";
    case flow::Icon::moon:
        return "moon.outline";
    case flow::Icon::pulse:
        return "pulse.outline";
    case flow::Icon::spontaneous:
        return "spontaneous.outline";
    case flow::Icon::walk:
        return "walk.outline";
    case flow::Icon::cough:
        return "cough.outline";
    case flow::Icon::wearoff:
        return "wearoff.outline";
    case flow::Icon::unknown:
        return "unknown.outline";
    }
    return {};
}

} // namespace bedside::ui
