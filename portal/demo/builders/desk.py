"""The desk's work: topics in every state, stories in each step, one returned, one late, steps given to people."""

from datetime import timedelta
from typing import Any

from news.desk.enums import Priority, StoryProcess
from news.domain import assignments, stories, topics
from news.models import ArticlePage
from portal.demo.builders import common, news
from portal.demo.builders.common import Build
from portal.demo.specs.stories import BROADCASTER, NEWSPAPER

# Title, lead, way, how many steps are still to come when it stops.
WAITING = (
    ("Sáu hộ trồng vải thử cảm biến độ ẩm đất", "Máy báo tưới qua điện thoại.", StoryProcess.SHORT, 2),
    ("Hợp tác xã Sông Mơ dựng kho lạnh chạy điện mặt trời", "Kho giữ được bốn tấn quả.", StoryProcess.ARTICLE, 4),
    ("Lớp học sửa máy in ba chiều ở Gia Bình", "Hai mươi học viên, ba buổi tối.", StoryProcess.ARTICLE, 3),
    ("Nhà máy nhỏ đo khói bằng cảm biến trong nước", "Số liệu hiện lên bảng trước cổng.", StoryProcess.ARTICLE, 2),
    ("Làng gốm Phù Lãng nung bằng lò điện", "Mẻ đầu ra lò sau mười giờ.", StoryProcess.ARTICLE, 1),
)
TOPICS = (
    ("Chợ công nghệ đêm ở thành phố", "Ba quầy mở đến 22 giờ vào cuối tuần; hỏi người bán về đơn hàng đầu tiên."),
    ("Một ngày của đội sửa máy gặt", "Vào vụ, đội đi sáu xã trong ngày; nên làm trước kỳ gặt."),
    ("Phần mềm kế toán cho hợp tác xã", "Nhiều hợp tác xã đổi phần mềm trong quý này."),
    ("Robot lau kính", "Bài của hãng gửi, chưa có gì mới."),
)


def build(context: Build) -> None:
    """Fill the desks of both newsrooms."""
    reporter, editor = context.people["newspaper-reporter"], context.people["newspaper-editor"]
    chief = context.people["newspaper-chief"]
    for title, lead, way, left in WAITING:
        article = _draft(context, NEWSPAPER, title, lead, way)
        stories.hand_in(article=article, by=reporter)
        news.approve_all(context, newsroom=NEWSPAPER, article=article, but_last=left)
    _assign(context, WAITING[0][0], by=chief, to=editor, hours=1, priority=Priority.URGENT)
    _assign(context, WAITING[1][0], by=chief, to=editor, hours=-2, priority=Priority.HIGH)
    returned = _draft(context, NEWSPAPER, "Máy sấy dùng vỏ trấu", "Một mẻ tốn nửa tạ trấu.", StoryProcess.ARTICLE)
    stories.hand_in(article=returned, by=reporter)
    stories.send_back(
        article=ArticlePage.objects.get(pk=returned.pk), by=editor, comment="Nêu nguồn của con số nửa tạ trấu một mẻ."
    )
    film = _draft(context, BROADCASTER, "Phim ngắn: cân điện tử ở chợ", "Ba phút.", StoryProcess.BROADCAST)
    stories.hand_in(article=film, by=context.people["broadcaster-reporter"])
    news.approve_all(context, newsroom=BROADCASTER, article=film, but_last=2)
    _topics(context)


def _draft(context: Build, newsroom: str, title: str, lead: str, way: StoryProcess) -> ArticlePage:
    room: Any = context.sections[newsroom]
    writer = news.person(context, newsroom, "reporter")
    article = ArticlePage(
        title=title,
        lead=lead,
        body=common.paragraphs((lead,)),
        byline=writer.get_full_name(),
        process=way,
        locale=room.locale,
        owner=writer,
        live=False,
    )
    room.add_child(instance=article)
    article.save_revision(user=writer)
    return article


def _assign(context: Build, title: str, *, by: Any, to: Any, hours: int, priority: Priority) -> None:
    assignment = assignments.assign(
        article=ArticlePage.objects.get(title=title),
        by=by,
        assignee=to,
        due_at=context.now + timedelta(hours=abs(hours)),
        priority=priority,
    )
    # Nobody is given a time that is over; that of a story which is late has passed meanwhile.
    assignment.due_at = context.now + timedelta(hours=hours)
    assignment.save()


def _topics(context: Build) -> None:
    room: Any = context.sections[NEWSPAPER]
    reporter, chief = context.people["newspaper-reporter"], context.people["newspaper-chief"]
    made = [
        topics.propose(newsroom=room, by=reporter, title=title, pitch=pitch, process=StoryProcess.ARTICLE)
        for title, pitch in TOPICS
    ]
    due = context.now + timedelta(days=3)
    for topic in made[1:3]:
        topics.accept(topic=topic, by=chief, assignee=reporter, due_at=due, note="Có ảnh chụp tại chỗ.")
    topics.draft(topic=made[2], by=reporter)
    topics.refuse(topic=made[3], by=chief, reason="Đây là lời quảng cáo; tìm người đã dùng rồi đề xuất lại.")
