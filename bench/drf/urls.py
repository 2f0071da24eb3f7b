from rest_framework.routers import DefaultRouter

from bench.drf.views import ToewijzingViewSet

router = DefaultRouter()
router.register("toewijzingen", ToewijzingViewSet, basename="toewijzing")
urlpatterns = router.urls
