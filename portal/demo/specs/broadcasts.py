"""Three invented programmes of the broadcaster, and what its stories play: a tune and a drawn picture made by code."""

from dataclasses import dataclass
from datetime import time

from news.enums import Desk, PodcastCategory, Weekday
from portal.demo.specs.shapes import Words

FM = "FM 92,1 MHz"
CHANNEL = "Kênh BTV"
SOUND, FILM = "giai-dieu.mp3", "hinh-mau.webm"
FILM_SECONDS = 6
WORKDAYS = (Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.THURSDAY, Weekday.FRIDAY)


@dataclass(frozen=True, slots=True)
class SlotSpec:
    """A weekly slot."""

    weekdays: tuple[Weekday, ...]
    starts: time
    minutes: int
    channel: str
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class ProgrammeSpec:
    """A programme."""

    code: str
    medium: Desk
    name: Words
    description: Words
    category: PodcastCategory
    slots: tuple[SlotSpec, ...]


@dataclass(frozen=True, slots=True)
class EpisodeSpec:
    """What a story plays, and in which programme."""

    programme: str
    recording: str
    captions: tuple[Words, ...] = ()


PROGRAMMES: tuple[ProgrammeSpec, ...] = (
    ProgrammeSpec(
        "ban-tin-sang-kh-cn",
        Desk.RADIO,
        Words("Bản tin sáng khoa học và công nghệ", "Morning science bulletin"),
        Words(
            "Mười lăm phút mỗi sáng về công nghệ đang dùng được ở Bắc Ninh (chương trình minh họa).",
            "Fifteen minutes each morning on technology at work in Bắc Ninh (an illustrative programme).",
        ),
        PodcastCategory.SCIENCE,
        (
            SlotSpec(WORKDAYS, time(6, 30), 15, FM),
            SlotSpec(WORKDAYS, time(17, 30), 15, FM, is_repeat=True),
        ),
    ),
    ProgrammeSpec(
        "chuyen-nha-nong",
        Desk.RADIO,
        Words("Chuyện nhà nông", "Farmers' talk"),
        Words(
            "Nông dân kể cách làm của mình, mỗi tuần một chuyện (chương trình minh họa).",
            "Farmers tell how they do it, one story a week (an illustrative programme).",
        ),
        PodcastCategory.TECHNOLOGY,
        (SlotSpec((Weekday.WEDNESDAY,), time(19, 0), 30, FM),),
    ),
    ProgrammeSpec(
        "cong-nghe-va-doi-song",
        Desk.TELEVISION,
        Words("Công nghệ và đời sống", "Technology and life"),
        Words(
            "Phóng sự truyền hình từ xưởng máy và đồng ruộng (chương trình minh họa).",
            "Television reports from workshops and fields (an illustrative programme).",
        ),
        PodcastCategory.TECHNOLOGY,
        (SlotSpec((Weekday.SATURDAY,), time(20, 10), 20, CHANNEL),),
    ),
)

EPISODES: dict[str, EpisodeSpec] = {
    "ban-tin-sang": EpisodeSpec("ban-tin-sang-kh-cn", SOUND),
    "chuyen-nha-nong": EpisodeSpec("chuyen-nha-nong", SOUND),
    "loa-phuong": EpisodeSpec("chuyen-nha-nong", SOUND),
    "hoi-dap-so-huu": EpisodeSpec("chuyen-nha-nong", SOUND),
    "duong-nuoc-sach": EpisodeSpec(
        "cong-nghe-va-doi-song",
        FILM,
        (
            Words("Con kênh sau làng từng có màu đen.", "The canal behind the village was once black."),
            Words("Nay nước đã trong.", "Now the water is clear."),
        ),
    ),
    "phong-su-camera": EpisodeSpec(
        "cong-nghe-va-doi-song",
        FILM,
        (
            Words("Mỗi phút 120 chi tiết đi qua.", "120 parts a minute pass."),
            Words("Camera giá thấp nhìn thay người kiểm tra.", "A low-cost camera looks in place of the inspector."),
        ),
    ),
}

SCRIPTS: dict[str, Words] = {
    "loa-phuong": Words(
        "Kính thưa bà con!\n\nBà con, doanh nghiệp nào có việc khó trong sản xuất, cần máy móc hay cần quy trình, xin gửi lên cổng "
        "thị trường khoa học và công nghệ của tỉnh. Ai chưa quen dùng mạng, cán bộ xã, phường sẽ giúp nhập.\n\n"
        "Xin nhắc lại: gửi nhu cầu là miễn phí, và bà con được trả lời bằng thư."
    ),
    "ban-tin-sang": Words(
        "Bản tin sáng.\n\nTại một chợ mẫu, tiểu thương và ban quản lý chợ vừa thử bộ kiểm tra dư lượng cho kết quả sau 12 phút. "
        "Hai mươi mẫu rau đã được thử ngay tại sạp. Bà con muốn dùng thử xin hỏi ban quản lý chợ.",
        "Morning bulletin.\n\nAt a sample market, traders and the market office have tried a residue test that answers in 12 minutes. "
        "Twenty samples were tested on the spot.",
    ),
}
