# Words that controls say of themselves.
widget-selected = таңдалған
widget-unavailable = қазір қолжетімсіз
widget-page-of = { $page }-бет, барлығы { $pages }
widget-on = қосулы
widget-off = өшірулі
widget-step = { $value }, { $now }-деңгей, барлығы { $of }
widget-less = Азайту
widget-more = Арттыру
widget-less-of = { $name }: азайту
widget-more-of = { $name }: арттыру
# What a thing is called that nobody gave a name.
widget-nameless-button = Түйме
widget-nameless-choice = Нұсқа
widget-nameless-entry = Енгізу өрісі
widget-nameless-slider = Баптау
widget-nameless-link = Сілтеме
widget-nameless-image = Сипаттамасы жоқ сурет
widget-nameless-heading = Атауы жоқ
